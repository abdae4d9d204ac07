namespace Edge.Simulation;

/// <summary>Bytes in order, each with a time. Grows to what was needed once, and then allocates no more.</summary>
internal sealed class TimedBytes
{
    private Entry[] _entries = new Entry[256];
    private int _head;

    internal int Count { get; private set; }

    internal long TimeAt(int index) => _entries[(_head + index) & (_entries.Length - 1)].Time;

    internal int LateAt(int index) => _entries[(_head + index) & (_entries.Length - 1)].Late;

    /// <param name="value">The byte.</param>
    /// <param name="time">Its time, in the unit of whoever uses it.</param>
    /// <param name="late">A second time that is relative to it.</param>
    internal void Add(byte value, long time, int late = 0)
    {
        if (Count == _entries.Length)
        {
            Grow();
        }

        ref Entry entry = ref _entries[(_head + Count) & (_entries.Length - 1)];
        entry.Time = time;
        entry.Late = late;
        entry.Value = value;
        Count++;
    }

    internal byte Take()
    {
        byte value = _entries[_head].Value;
        _head = (_head + 1) & (_entries.Length - 1);
        Count--;
        return value;
    }

    internal void Clear() => Count = 0;

    private void Grow()
    {
        Entry[] entries = new Entry[_entries.Length * 2];
        for (int i = 0; i < Count; i++)
        {
            entries[i] = _entries[(_head + i) & (_entries.Length - 1)];
        }

        _entries = entries;
        _head = 0;
    }

    private struct Entry
    {
        internal long Time;
        internal int Late;
        internal byte Value;
    }
}
