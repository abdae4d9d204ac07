namespace Edge.Benchmarks.Bridges;

/// <summary>What devices do at a bridge.</summary>
/// <param name="Name">In the table.</param>
/// <param name="Publishers">Devices.</param>
/// <param name="Window">Messages that each has in flight.</param>
/// <param name="Count">Messages measured, all devices together; a fifth of it comes before, twice, unmeasured.</param>
internal sealed record BridgeLoad(string Name, int Publishers, int Window, int Count)
{
    public const int PayloadBytes = 32;

    /// <summary>The next message goes when the one before is acknowledged and has arrived: this is about latency.</summary>
    public bool IsOneAtATime => Publishers == 1 && Window == 1;

    /// <summary>What is measured, with this many messages in the longest.</summary>
    public static BridgeLoad[] All(int countMax) =>
    [
        new("1 device, 1 at a time", 1, 1, countMax / 10),
        new("1 device, 20 in flight", 1, 20, countMax / 2),
        new("20 devices, 1 at a time each", 20, 1, countMax / 2),
        new("20 devices, 20 in flight each", 20, 20, countMax),
    ];
}
