namespace Edge.Simulation;

/// <summary>The receiving side of an end: the noise, the way to it, a buffer for its reader. Times inside are
/// nanoseconds. Not thread-safe; the medium's lock is around it.</summary>
internal sealed class Receiver
{
    private readonly TimedBytes _wire = new();
    private readonly TimedBytes _received = new();
    private readonly int _bytesMax;
    private readonly int _wakeBytes;
    private long _lastArrivalNs;

    internal Receiver(LineSettings settings, LineNoise noise)
    {
        _bytesMax = settings.ReceiveBytesMax;
        _wakeBytes = settings.WakeBytes;
        Noise = noise;
    }

    internal LineNoise Noise { get; }

    /// <summary>True while somebody has the port open; otherwise what arrives vanishes.</summary>
    internal bool IsHeard { get; set; }

    internal long BytesLost { get; private set; }

    internal int ReadableBytes => _received.Count;

    /// <summary>A byte has left for this end.</summary>
    internal void Hear(byte b, long arrivesNs, bool isCollided)
    {
        _lastArrivalNs = Math.Max(_lastArrivalNs, arrivesNs);
        Noise.Pass(b, _lastArrivalNs, isCollided, _wire);
    }

    /// <summary>Moves the bytes to where they are now.</summary>
    internal void Advance(long nowNs)
    {
        Noise.Repeat(nowNs, _wire);
        while (_wire.Count > 0 && _wire.TimeAt(0) <= nowNs)
        {
            byte b = _wire.Take();
            if (IsHeard && _received.Count < _bytesMax)
            {
                _received.Add(b, 0);
            }
            else
            {
                BytesLost++;
            }
        }
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

    /// <summary>When enough bytes have come, or the last of those under way, in nanoseconds.</summary>
    /// <param name="sender">Who has more of them for this end; may be null.</param>
    internal long WakeNs(Transmitter? sender)
    {
        if (!IsHeard)
        {
            return Deadline.Never;
        }

        int bytes = Math.Min(_wakeBytes, _wire.Count + (sender?.UnsentBytes ?? 0));
        long arrivesNs =
            bytes == 0 ? Deadline.Never
            : bytes <= _wire.Count ? _wire.TimeAt(bytes - 1)
            : sender!.ArrivesNs(bytes - 1 - _wire.Count);
        return Math.Min(arrivesNs, Noise.NextRepeatNs);
    }

    /// <summary>What is on its way is lost.</summary>
    internal void ClearWire()
    {
        BytesLost += _wire.Count;
        _wire.Clear();
        Noise.ForgetFrames();
    }

    /// <summary>The port is closed: what was not read is lost.</summary>
    internal void ClearReceived()
    {
        BytesLost += _received.Count;
        _received.Clear();
    }
}
