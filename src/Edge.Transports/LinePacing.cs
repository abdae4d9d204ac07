namespace Edge.Transports;

/// <summary>A model of how fast a serial line empties, so that no more is handed to the driver than the line carries in a
/// moment: what lies in a driver can neither be overtaken nor dropped.</summary>
internal sealed class LinePacing
{
    /// <summary>The room of a slow line in bytes: two frames of a link.</summary>
    public const int RoomBytesMin = 512;

    /// <summary>The room of a fast line in milliseconds of sending.</summary>
    public const int RoomMs = 50;

    // 8 data bits between a start and a stop bit, in thousandths of a bit so that a millisecond is a whole number.
    private const long MillibitsPerByte = 10_000;

    private readonly int _baud;
    private long _unsentMillibits;
    private long _now;

    public LinePacing(int baud)
        : this(baud, (int)(baud / 10L * RoomMs / 1000))
    {
        RoomBytesMax = RoomBytesMax > RoomBytesMin ? RoomBytesMax : RoomBytesMin;
    }

    /// <param name="baud">Bits per second.</param>
    /// <param name="roomBytesMax">Bytes that may be handed over while the line is empty.</param>
    public LinePacing(int baud, int roomBytesMax)
    {
        _baud = baud;
        RoomBytesMax = roomBytesMax;
    }

    /// <summary>Bytes that may be handed over while the line is empty.</summary>
    public int RoomBytesMax { get; }

    /// <summary>Bytes that may be handed over now.</summary>
    public int Room => RoomBytesMax - UnsentBytes;

    /// <summary>Bytes the line has not carried yet at the time of the last <see cref="Advance"/>.</summary>
    public int UnsentBytes => (int)((_unsentMillibits + MillibitsPerByte - 1) / MillibitsPerByte);

    /// <summary>The line is empty.</summary>
    public void Clear() => _unsentMillibits = 0;

    /// <summary>Time has come to <paramref name="now"/> milliseconds.</summary>
    public void Advance(long now)
    {
        long emptyMs = MsUntil(0);
        long elapsedMs = now > _now ? now - _now : 0;
        _now = now;
        _unsentMillibits = elapsedMs >= emptyMs ? 0 : _unsentMillibits - elapsedMs * _baud;
    }

    /// <summary>Bytes were handed over.</summary>
    public void Take(int count) => _unsentMillibits += count * MillibitsPerByte;

    /// <summary>Milliseconds until half of the room is free, or all of it.</summary>
    public int RemainingMs(bool isRoomWanted) => MsUntil(isRoomWanted ? RoomBytesMax / 2 * MillibitsPerByte : 0);

    private int MsUntil(long unsentMillibits)
    {
        long excess = _unsentMillibits - unsentMillibits;
        long remainingMs = excess <= 0 ? 0 : (excess + _baud - 1) / _baud;
        return remainingMs < Deadline.Idle ? (int)remainingMs : Deadline.Idle;
    }
}
