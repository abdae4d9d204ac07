namespace Edge;

/// <summary>What became of a publish. <see cref="RefusedFull"/> and everything above it was not taken.</summary>
public enum PublishResult
{
    /// <summary>On its way: the peer is connected and nothing waits before it.</summary>
    Accepted,

    /// <summary>Waits in memory for its turn or for a connection.</summary>
    Queued,

    /// <summary>In the session store, and so safe from a reboot; it waits or is on its way.</summary>
    Stored,

    /// <summary>Refused: no room now. Later it may fit.</summary>
    RefusedFull,

    /// <summary>Refused: it is larger than the sender's whole memory and never fits.</summary>
    RefusedTooLarge,

    /// <summary>Refused: another publish is being streamed; one at a time.</summary>
    RefusedBusy,

    /// <summary>Refused: the session store could not take it.</summary>
    RefusedStore,
}
