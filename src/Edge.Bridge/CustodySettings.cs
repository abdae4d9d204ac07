using Edge.Bridge.Journals;

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

    /// <summary>How long a session waits for its device.</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How much the journal takes.</summary>
    public JournalSettings Journal { get; init; } = new();
}
