namespace Edge.Link;

/// <summary>Who may send now. Full duplex: always; half duplex: who has the turn.</summary>
internal abstract class TurnTaking
{
    /// <summary>The carrier was opened.</summary>
    internal abstract void OnOpen(long now);

    /// <summary>A good frame of the other side has come.</summary>
    /// <param name="peer">Who sent it.</param>
    /// <param name="remaining">Frames that follow in its turn, as the header says it.</param>
    /// <param name="payloadBytes">Bytes of its payload.</param>
    /// <param name="now">Milliseconds.</param>
    internal abstract void OnFrame(LinkEndpoint peer, int remaining, int payloadBytes, long now);

    /// <summary>Gives the carrier what may be sent now.</summary>
    internal abstract void Transmit(long now);

    /// <summary>Milliseconds until <see cref="Transmit"/> is due without anything coming.</summary>
    internal abstract int WaitMs(long now);
}
