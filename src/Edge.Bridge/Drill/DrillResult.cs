using System.Text.Json.Serialization;

namespace Edge.Bridge.Drill;

/// <summary>How a drill went.</summary>
/// <param name="Up">From the sensor to the broker.</param>
/// <param name="Down">From the broker to the actuator.</param>
/// <param name="Seconds">How long all of it took.</param>
internal sealed record DrillResult(DirectionResult Up, DirectionResult Down, double Seconds)
{
    /// <summary>The promise was kept in both directions.</summary>
    [JsonIgnore]
    public bool IsKept => Up.IsKept && Down.IsKept;
}

/// <summary>How one direction went, both QoS together.</summary>
/// <param name="Published">Messages handed to their publisher.</param>
/// <param name="Acknowledged">Of these, acknowledged to it.</param>
/// <param name="Lost">Acknowledged, and not arrived.</param>
/// <param name="DuplicatedQos1">Arrived more than once, which QoS 1 allows.</param>
/// <param name="DuplicatedQos2">Arrived more than once, which QoS 2 does not allow.</param>
/// <param name="OutOfOrder">Arrived first after a later one of the same topic had.</param>
/// <param name="DrainSeconds">From the end of the outage until everything had been acknowledged and had arrived; null when
/// that did not come about.</param>
internal sealed record DirectionResult(
    int Published, int Acknowledged, int Lost, int DuplicatedQos1, int DuplicatedQos2, int OutOfOrder, double? DrainSeconds)
{
    /// <summary>The promise was kept.</summary>
    [JsonIgnore]
    public bool IsKept => this is { Published: > 0, Lost: 0, DuplicatedQos2: 0, OutOfOrder: 0, DrainSeconds: not null };

    /// <summary>Sums the flows of one direction up.</summary>
    public static DirectionResult Of(IReadOnlyList<Flow> flows, double? drainSeconds)
    {
        (Flow Flow, FlowResult Result)[] results = [.. flows.Select(flow => (flow, flow.Result()))];
        return new DirectionResult(
            results.Sum(pair => pair.Result.Published),
            results.Sum(pair => pair.Result.Acknowledged),
            results.Sum(pair => pair.Result.Lost),
            Duplicated(QualityOfService.AtLeastOnce),
            Duplicated(QualityOfService.ExactlyOnce),
            results.Sum(pair => pair.Result.OutOfOrder),
            drainSeconds);

        int Duplicated(QualityOfService qualityOfService) =>
            results.Where(pair => pair.Flow.QualityOfService == qualityOfService).Sum(pair => pair.Result.Duplicated);
    }
}

/// <summary>The result as the one object that <c>--json</c> prints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DrillResult))]
internal sealed partial class DrillResultJson : JsonSerializerContext
{
}
