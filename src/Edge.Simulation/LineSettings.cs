namespace Edge.Simulation;

/// <summary>What a simulated line is like, the same in both directions.</summary>
public sealed record LineSettings
{
    /// <summary>Bits per second, at least 1; a byte takes ten.</summary>
    public int BitRate { get; init; } = 115200;

    /// <summary>The probability that a bit is flipped, 0 to below 1.</summary>
    public double BitErrorRate { get; init; }

    /// <summary>Milliseconds that a byte is on its way, one way.</summary>
    public int DelayMs { get; init; }

    /// <summary>Bytes that the transmit buffer of an end takes, at least 1.</summary>
    public int TransmitBytesMax { get; init; } = 512;

    /// <summary>Bytes that an end keeps for its reader, at least 1; what comes beyond them is lost, as in a
    /// driver.</summary>
    public int ReceiveBytesMax { get; init; } = 4096;
}
