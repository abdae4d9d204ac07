namespace Edge;

/// <summary>What became of a publish.</summary>
public enum PublishResult
{
    /// <summary>On its way: the peer is connected and nothing waits before it.</summary>
    Accepted,

    /// <summary>Waits in memory for its turn or for a connection.</summary>
    Queued,

    /// <summary>Refused: no room now. Nothing was taken; later it may fit.</summary>
    RefusedFull,

    /// <summary>Refused: it is larger than the sender's whole memory and never fits.</summary>
    RefusedTooLarge,
}
