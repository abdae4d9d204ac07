using System.Globalization;

namespace Edge.Benchmarks.Clients;

/// <summary>What one publisher and one subscriber do together.</summary>
/// <param name="QualityOfService">0 or 1, of the publisher and of the subscription.</param>
/// <param name="Window">QoS 1: messages in flight at a time.</param>
/// <param name="WarmUp">Messages of each of the two bursts that come first, unmeasured.</param>
/// <param name="Count">Messages measured.</param>
internal sealed record Workload(int QualityOfService, int Window, int WarmUp, int Count)
{
    /// <summary>25 bytes.</summary>
    public const string Topic = "plant/hall-7/press-12/oil";

    public const int PayloadBytes = 64;

    public string Name => QualityOfService == 0
        ? "QoS 0"
        : Window == 1 ? "QoS 1, one at a time" : "QoS 1, " + Window + " in flight";

    /// <summary>Messages that the subscriber sees before the measured ones.</summary>
    public int WarmUpTotal => 2 * WarmUp;

    /// <summary>As arguments of a process; <see cref="Parse"/> reads them.</summary>
    public string[] Arguments() =>
        [.. new[] { QualityOfService, Window, WarmUp, Count }.Select(number => number.ToString(CultureInfo.InvariantCulture))];

    public static Workload Parse(ReadOnlySpan<string> arguments) =>
        new(Number(arguments[0]), Number(arguments[1]), Number(arguments[2]), Number(arguments[3]));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
