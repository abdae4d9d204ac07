using Edge.Bridge.Configuration;

namespace Edge.Bridge;

/// <summary>What devices and messages may take.</summary>
internal sealed record CustodySettings
{
    /// <summary>Devices connected at the same time.</summary>
    public int ClientsMax { get; init; } = 10_000;

    /// <summary>Messages under way to the broker at a time.</summary>
    public int InFlight { get; init; } = 64;

    /// <summary>Messages under way to a device at a time.</summary>
    public int DeviceInFlight { get; init; } = 8;

    /// <summary>How much and how long the journal keeps.</summary>
    public JournalOptions Journal { get; init; } = new();
}
