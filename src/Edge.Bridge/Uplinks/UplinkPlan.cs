namespace Edge.Bridge.Uplinks;

/// <summary>How to speak to the broker upstream.</summary>
/// <param name="Address">For people: where it is.</param>
/// <param name="ClientId">Names the session at the broker.</param>
internal sealed record UplinkPlan(string Address, string ClientId)
{
    /// <summary>User name, or null.</summary>
    public string? UserName { get; init; }

    /// <summary>Password, or null.</summary>
    public string? Password { get; init; }

    /// <summary>Messages unacknowledged at a time.</summary>
    public int InFlight { get; init; } = 64;

    /// <summary>Stands before every topic upstream.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Seconds of silence before a ping; 0 for none.</summary>
    public int KeepAliveSeconds { get; init; } = 60;

    /// <summary>The largest packet of a device, in bytes.</summary>
    public int PacketBytesMax { get; init; } = 1_048_576;
}
