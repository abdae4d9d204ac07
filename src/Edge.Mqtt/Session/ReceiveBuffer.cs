using System;

namespace Edge.Mqtt;

/// <summary>Bytes that have come and are not understood yet.</summary>
internal sealed class ReceiveBuffer
{
    // Fields and not properties: the hot path counts its instructions.
    internal byte[] Bytes;

    // Where what is not understood begins, and where received bytes go.
    internal int Start;
    internal int End;

    private readonly int _packetBytesMax;

    // Begins with capacityBytes; grows, if it may, only for a packet whose bytes really come.
    internal ReceiveBuffer(int capacityBytes, int packetBytesMax)
    {
        Bytes = new byte[capacityBytes];
        _packetBytesMax = packetBytesMax < capacityBytes ? capacityBytes : packetBytesMax;
    }

    // How many bytes fit behind those that are there.
    internal int Room => Bytes.Length - End;

    // The first bytes are understood; true when others are left.
    internal bool Taken(int count)
    {
        Start += count;
        if (Start != End)
        {
            return true;
        }

        Clear();
        return false;
    }

    // Makes room for more of a packet; false when it is larger than a packet may be.
    internal bool MakeRoom(int packetBytes)
    {
        if (packetBytes > _packetBytesMax)
        {
            return false;
        }

        Pack();
        if (End == Bytes.Length)
        {
            Grow(packetBytes);
        }

        return true;
    }

    // Moves what is there to the front, so that all room lies behind it.
    internal void Pack()
    {
        if (Start > 0)
        {
            Array.Copy(Bytes, Start, Bytes, 0, End - Start);
            End -= Start;
            Start = 0;
        }
    }

    internal void Clear()
    {
        Start = 0;
        End = 0;
    }

    // Doubles: an announced length alone takes no memory. Never happens where packetBytesMax is the capacity.
    [ColdPath]
    private void Grow(int packetBytes)
    {
        int capacityBytes = Bytes.Length > packetBytes / 2 ? packetBytes : Bytes.Length * 2;
        byte[] bytes = new byte[capacityBytes];
        Array.Copy(Bytes, 0, bytes, 0, End);
        Bytes = bytes;
    }
}
