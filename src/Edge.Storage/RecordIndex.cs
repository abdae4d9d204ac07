using System;

namespace Edge.Storage;

/// <summary>Where the records that are held lie in the log, in the order in which their keys were first put.</summary>
internal sealed class RecordIndex
{
    internal int Count;

    // Bytes that the records take in a log, their headers included.
    internal int TakenBytes;

    private readonly int[] _keys;
    private readonly int[] _positions;
    private readonly ushort[] _counts;

    internal RecordIndex(int recordsMax)
    {
        _keys = new int[recordsMax];
        _positions = new int[recordsMax];
        _counts = new ushort[recordsMax];
    }

    internal bool IsFull => Count == _keys.Length;

    internal int Key(int at) => _keys[at];

    internal int Position(int at) => _positions[at];

    // Bytes of a record's body.
    internal int BodyBytes(int at) => _counts[at];

    // Where a key stands, or -1.
    internal int Find(int key)
    {
        int[] keys = _keys;
        int count = Count;
        for (int i = 0; i < count; i++)
        {
            if (keys[i] == key)
            {
                return i;
            }
        }

        return -1;
    }

    // Changes the record at its place, or adds one behind all others when the place is -1.
    internal void Set(int at, int key, int position, int bodyBytes)
    {
        if (at < 0)
        {
            at = Count;
            Count++;
        }
        else
        {
            TakenBytes -= AreaLog.RecordHeaderBytes + _counts[at];
        }

        _keys[at] = key;
        _positions[at] = position;
        _counts[at] = (ushort)bodyBytes;
        TakenBytes += AreaLog.RecordHeaderBytes + bodyBytes;
    }

    internal void RemoveAt(int at)
    {
        TakenBytes -= AreaLog.RecordHeaderBytes + _counts[at];
        Count--;
        Array.Copy(_keys, at + 1, _keys, at, Count - at);
        Array.Copy(_positions, at + 1, _positions, at, Count - at);
        Array.Copy(_counts, at + 1, _counts, at, Count - at);
    }

    // The records lie one behind the other in this order.
    internal void Renumber(int position)
    {
        for (int i = 0; i < Count; i++)
        {
            _positions[i] = position;
            position += AreaLog.RecordHeaderBytes + _counts[i];
        }
    }

    internal void Clear()
    {
        Count = 0;
        TakenBytes = 0;
    }
}
