using System;

namespace Edge.Mqtt;

/// <summary>Packets that are ready to leave, one behind the other, so that what fits goes out in one write.</summary>
internal sealed class SendBuffer
{
    private int _start;
    private int _end;

    internal SendBuffer(int capacityBytes)
    {
        Bytes = new byte[capacityBytes];
    }

    internal byte[] Bytes { get; }

    internal int Offset => _start;

    internal int Count => _end - _start;

    // Room behind what is there already.
    internal int Room => Bytes.Length - _end;

    // Where the next packet is to be written; Written tells how far it went.
    internal int End => _end;

    internal void Written(int end) => _end = end;

    internal void Sent(int count)
    {
        _start += count;
        if (_start == _end)
        {
            Clear();
        }
    }

    // Moves what is left to the front, so that all room lies behind it.
    internal void Pack()
    {
        if (_start > 0)
        {
            Array.Copy(Bytes, _start, Bytes, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }
    }

    internal void Clear()
    {
        _start = 0;
        _end = 0;
    }
}
