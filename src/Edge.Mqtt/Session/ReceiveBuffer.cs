using System;

namespace Edge.Mqtt;

/// <summary>Bytes that have come and are not understood yet.</summary>
internal sealed class ReceiveBuffer
{
    private readonly int _packetBytesMax;
    private int _start;
    private int _end;

    // Begins with capacityBytes; grows, if it may, only for a packet whose bytes really come.
    internal ReceiveBuffer(int capacityBytes, int packetBytesMax)
    {
        Bytes = new byte[capacityBytes];
        _packetBytesMax = packetBytesMax < capacityBytes ? capacityBytes : packetBytesMax;
    }

    internal byte[] Bytes { get; private set; }

    internal int Offset => _start;

    internal int Count => _end - _start;

    // Where received bytes go, and how many fit there.
    internal int End => _end;

    internal int Room => Bytes.Length - _end;

    internal void Received(int count) => _end += count;

    internal void Taken(int count)
    {
        _start += count;
        if (_start == _end)
        {
            Clear();
        }
    }

    // Makes room for more of a packet; false when it is larger than a packet may be.
    internal bool MakeRoom(int packetBytes)
    {
        if (packetBytes > _packetBytesMax)
        {
            return false;
        }

        Pack();
        if (_end == Bytes.Length)
        {
            Grow(packetBytes);
        }

        return true;
    }

    // Moves what is there to the front, so that all room lies behind it.
    internal void Pack()
    {
        if (_start > 0)
        {
            Array.Copy(Bytes, _start, Bytes, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }
    }

    // Forgets the bytes from an offset on.
    internal void Rewind(int end) => _end = end;

    internal void Clear()
    {
        _start = 0;
        _end = 0;
    }

    // Doubles: an announced length alone takes no memory. Never happens where packetBytesMax is the capacity.
    [ColdPath]
    private void Grow(int packetBytes)
    {
        int capacityBytes = Bytes.Length > packetBytes / 2 ? packetBytes : Bytes.Length * 2;
        byte[] bytes = new byte[capacityBytes];
        Array.Copy(Bytes, 0, bytes, 0, _end);
        Bytes = bytes;
    }
}
