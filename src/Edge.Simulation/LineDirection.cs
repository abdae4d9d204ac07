namespace Edge.Simulation;

/// <summary>One way of a line: a transmit buffer that empties at the bit rate, the wire with its delay, a receive
/// buffer. Times inside are nanoseconds. Not thread-safe; the line's lock is around it.</summary>
internal sealed class LineDirection
{
    internal const long NsPerMs = 1_000_000;

    private readonly TimedBytes _transmit = new();
    private readonly TimedBytes _wire = new();
    private readonly TimedBytes _received = new();
    private readonly int _transmitBytesMax;
    private readonly int _receiveBytesMax;
    private readonly long _byteNs;
    private readonly long _delayNs;
    private long _freeAtNs;
    private bool _isBlocked;

    internal LineDirection(LineSettings settings, ulong seed)
    {
        _transmitBytesMax = settings.TransmitBytesMax;
        _receiveBytesMax = settings.ReceiveBytesMax;
        _byteNs = 10_000_000_000L / settings.BitRate;
        _delayNs = settings.DelayMs * NsPerMs;
        Errors = new BitErrors(seed, settings.BitErrorRate);
    }

    internal BitErrors Errors { get; }

    /// <summary>True while bytes vanish on the wire.</summary>
    internal bool IsCut { get; set; }

    /// <summary>True while somebody has the receiving port open; otherwise what arrives vanishes.</summary>
    internal bool IsHeard { get; set; }

    internal long BytesLost { get; private set; }

    internal int UnsentBytes => _transmit.Count;

    internal int ReadableBytes => _received.Count;

    /// <summary>True when bytes were refused and there is room again.</summary>
    internal bool IsUnblocked => _isBlocked && _transmit.Count <= _transmitBytesMax / 2;

    /// <summary>Moves the bytes to where they are now.</summary>
    internal void Advance(long nowMs)
    {
        long nowNs = nowMs * NsPerMs;
        while (_transmit.Count > 0 && _transmit.TimeAt(0) <= nowNs)
        {
            long leftAtNs = _transmit.TimeAt(0);
            byte b = _transmit.Take();
            if (IsCut)
            {
                BytesLost++;
            }
            else
            {
                _wire.Add(Errors.Pass(b), leftAtNs + _delayNs);
            }
        }

        while (_wire.Count > 0 && _wire.TimeAt(0) <= nowNs)
        {
            byte b = _wire.Take();
            if (IsHeard && _received.Count < _receiveBytesMax)
            {
                _received.Add(b, 0);
            }
            else
            {
                BytesLost++;
            }
        }
    }

    internal int Write(byte[] buffer, int offset, int count, long nowMs)
    {
        int accepted = Math.Min(count, _transmitBytesMax - _transmit.Count);
        _freeAtNs = Math.Max(_freeAtNs, nowMs * NsPerMs);
        for (int i = 0; i < accepted; i++)
        {
            _freeAtNs += _byteNs;
            _transmit.Add(buffer[offset + i], _freeAtNs);
        }

        _isBlocked = accepted < count;
        return accepted;
    }

    internal int Read(byte[] buffer, int offset, int count)
    {
        int taken = Math.Min(count, _received.Count);
        for (int i = 0; i < taken; i++)
        {
            buffer[offset + i] = _received.Take();
        }

        return taken;
    }

    /// <summary>When the next byte comes to the receiving end, in nanoseconds.</summary>
    internal long NextArrivalNs =>
        !IsHeard ? long.MaxValue
        : _wire.Count > 0 ? _wire.TimeAt(0)
        : _transmit.Count > 0 && !IsCut ? _transmit.TimeAt(0) + _delayNs
        : long.MaxValue;

    /// <summary>When the transmit buffer has room for a writer that was refused, in nanoseconds.</summary>
    internal long NextRoomNs =>
        !_isBlocked || _transmit.Count == 0
            ? long.MaxValue
            : _transmit.TimeAt(Math.Max(0, _transmit.Count - 1 - (_transmitBytesMax / 2)));

    /// <summary>What has left and not arrived is lost.</summary>
    internal void ClearWire()
    {
        BytesLost += _wire.Count;
        _wire.Clear();
    }

    /// <summary>The sending port is closed: what has not left is lost.</summary>
    internal void ClearTransmit(long nowMs)
    {
        BytesLost += _transmit.Count;
        _transmit.Clear();
        _freeAtNs = nowMs * NsPerMs;
        _isBlocked = false;
    }

    /// <summary>The receiving port is closed: what was not read is lost.</summary>
    internal void ClearReceived()
    {
        BytesLost += _received.Count;
        _received.Clear();
    }
}
