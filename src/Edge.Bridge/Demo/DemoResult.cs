using System.Text.Json.Serialization;

namespace Edge.Bridge.Demo;

/// <summary>How a demonstration went.</summary>
/// <param name="Published">Readings that the board handed to its client.</param>
/// <param name="Delivered">Different ones that the subscriber got unchanged.</param>
/// <param name="Lost">Published and not delivered.</param>
/// <param name="Duplicated">Delivered more than once, which QoS 1 allows.</param>
/// <param name="OutOfOrder">Arrived first after a later one had.</param>
/// <param name="FramesSent">Frames that both ends of the line sent.</param>
/// <param name="FramesCorrupted">Frames that both ends threw away as damaged.</param>
/// <param name="Seconds">How long it took, draining included.</param>
internal sealed record DemoResult(
    int Published,
    int Delivered,
    int Lost,
    int Duplicated,
    int OutOfOrder,
    long FramesSent,
    long FramesCorrupted,
    double Seconds);

/// <summary>The result as the one object that <c>--json</c> prints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DemoResult))]
internal sealed partial class DemoResultJson : JsonSerializerContext
{
}
