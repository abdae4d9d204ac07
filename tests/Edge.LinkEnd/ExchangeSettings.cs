namespace Edge.LinkEnd;

/// <summary>What one end of an exchange is told.</summary>
/// <param name="Port">The path of its serial port.</param>
/// <param name="Baud">Bits a second: of the port, by which it is paced, and of the link.</param>
/// <param name="IsPrimary">True on one of the two. The other one begins the stream.</param>
/// <param name="Bytes">Bytes that each end writes.</param>
public sealed record ExchangeSettings(string Port, int Baud, bool IsPrimary, int Bytes)
{
    /// <summary>True when the ends take turns.</summary>
    public bool IsHalfDuplex { get; init; }

    /// <summary>Frames in a turn at most.</summary>
    public int Window { get; init; } = 4;

    /// <summary>Milliseconds between two turns at most.</summary>
    public int TurnaroundMs { get; init; }
}
