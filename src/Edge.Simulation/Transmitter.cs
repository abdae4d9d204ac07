namespace Edge.Simulation;

/// <summary>The sending side of an end: a buffer that empties at the bit rate. Times inside are nanoseconds. Not
/// thread-safe; the medium's lock is around it.</summary>
internal sealed class Transmitter
{
    internal const int NsPerMs = 1_000_000;

    private readonly TimedBytes _buffer = new();
    private readonly SeededRandom _random;
    private readonly int _bytesMax;
    private readonly int _jitterMs;
    private readonly long _byteNs;
    private readonly long _delayNs;
    private long _freeAtNs;
    private long _lastArrivalNs;
    private bool _isBlocked;

    internal Transmitter(LineSettings settings, ulong seed)
    {
        _random = new SeededRandom(seed);
        _bytesMax = settings.TransmitBytesMax;
        _jitterMs = settings.JitterMs;
        _byteNs = settings.ByteNs;
        _delayNs = settings.DelayMs * (long)NsPerMs;
    }

    internal long BytesLost { get; private set; }

    internal int UnsentBytes => _buffer.Count;

    /// <summary>True when bytes were refused and there is room again.</summary>
    internal bool IsUnblocked => _isBlocked && _buffer.Count <= _bytesMax / 2;

    /// <summary>When the next byte has left, in nanoseconds; <see cref="Deadline.Never"/> when there is none.</summary>
    internal long NextLeavesNs => _buffer.Count > 0 ? _buffer.TimeAt(0) : Deadline.Never;

    /// <summary>When the buffer has room for a writer that was refused, in nanoseconds.</summary>
    internal long NextRoomNs =>
        !_isBlocked || _buffer.Count == 0
            ? Deadline.Never
            : _buffer.TimeAt(Math.Max(0, _buffer.Count - 1 - (_bytesMax / 2)));

    /// <summary>When a byte arrives at whoever hears it, in nanoseconds.</summary>
    /// <param name="index">0 for the byte that leaves next.</param>
    internal long ArrivesNs(int index) => _buffer.TimeAt(index) + _buffer.LateAt(index) + _delayNs;

    internal byte Take() => _buffer.Take();

    /// <summary>A byte has left for nobody.</summary>
    internal void Lose()
    {
        _buffer.Take();
        BytesLost++;
    }

    /// <param name="buffer">Holds the bytes.</param>
    /// <param name="offset">Where they start.</param>
    /// <param name="count">How many.</param>
    /// <param name="startNs">When the first of them may begin to leave.</param>
    /// <returns>How many fitted.</returns>
    internal int Write(byte[] buffer, int offset, int count, long startNs)
    {
        int accepted = Math.Min(count, _bytesMax - _buffer.Count);
        long jitterNs = _jitterMs == 0 || accepted == 0 ? 0 : _random.Next((_jitterMs * NsPerMs) + 1);
        _freeAtNs = Math.Max(_freeAtNs, startNs);
        for (int i = 0; i < accepted; i++)
        {
            _freeAtNs += _byteNs;
            _lastArrivalNs = Math.Max(_lastArrivalNs, _freeAtNs + jitterNs);
            _buffer.Add(buffer[offset + i], _freeAtNs, (int)(_lastArrivalNs - _freeAtNs));
        }

        _isBlocked = accepted < count;
        return accepted;
    }

    /// <summary>The port is closed: what has not left is lost.</summary>
    internal void Clear(long nowNs)
    {
        BytesLost += _buffer.Count;
        _buffer.Clear();
        _freeAtNs = nowNs;
        _lastArrivalNs = nowNs;
        _isBlocked = false;
    }
}
