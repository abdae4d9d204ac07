namespace Edge.LinkEnd;

/// <summary>What one end of an exchange tells: a line of JSON whenever the port or the link goes up or down, now and then
/// while bytes move, when all is exchanged, and at the end.</summary>
public sealed record ExchangeReport
{
    /// <summary>Where the serial port stands.</summary>
    public required StreamState Port { get; init; }

    /// <summary>True while the link has its peer.</summary>
    public required bool IsUp { get; init; }

    /// <summary>The link's epoch: 1 as long as neither end has restarted.</summary>
    public required int Epoch { get; init; }

    /// <summary>Bytes that the stream has taken.</summary>
    public required long Written { get; init; }

    /// <summary>Bytes that the stream has brought.</summary>
    public required long Received { get; init; }

    /// <summary>True when all was written, has arrived, and as much was received.</summary>
    public required bool IsDone { get; init; }

    /// <summary>SHA-256 of the bytes written, in hex.</summary>
    public required string WrittenHash { get; init; }

    /// <summary>SHA-256 of the bytes received, in hex.</summary>
    public required string ReceivedHash { get; init; }

    /// <summary>Reliable frames put on the line again.</summary>
    public required long FramesResent { get; init; }

    /// <summary>Frames dropped by the receiver because they had arrived before.</summary>
    public required long Duplicates { get; init; }
}
