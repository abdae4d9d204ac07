namespace Edge.Simulation;

/// <summary>Bytes in order, each with a time. Grows to what was needed once, and then allocates no more.</summary>
internal sealed class TimedBytes
{
    private byte[] _bytes = new byte[256];
    private long[] _times = new long[256];
    private int _head;

    internal int Count { get; private set; }

    internal long TimeAt(int index) => _times[(_head + index) & (_times.Length - 1)];

    internal void Add(byte value, long time)
    {
        if (Count == _bytes.Length)
        {
            Grow();
        }

        int at = (_head + Count) & (_bytes.Length - 1);
        _bytes[at] = value;
        _times[at] = time;
        Count++;
    }

    internal byte Take()
    {
        byte value = _bytes[_head];
        _head = (_head + 1) & (_bytes.Length - 1);
        Count--;
        return value;
    }

    internal void Clear() => Count = 0;

    private void Grow()
    {
        byte[] bytes = new byte[_bytes.Length * 2];
        long[] times = new long[bytes.Length];
        for (int i = 0; i < Count; i++)
        {
            int at = (_head + i) & (_bytes.Length - 1);
            bytes[i] = _bytes[at];
            times[i] = _times[at];
        }

        _bytes = bytes;
        _times = times;
        _head = 0;
    }
}
