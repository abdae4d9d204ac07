using System;

namespace Edge.Mqtt;

/// <summary>Packets that are ready to leave, one behind the other, so that what fits goes out in one write.</summary>
internal sealed class SendBuffer
{
    // Fields and not properties: the hot path counts its instructions.
    internal readonly byte[] Bytes;

    // Where what is to leave next lies.
    internal int Start;

    // Where the next packet is to be written.
    internal int End;

    internal SendBuffer(int capacityBytes)
    {
        Bytes = new byte[capacityBytes];
    }

    internal int Count => End - Start;

    // Room behind what is there already.
    internal int Room => Bytes.Length - End;

    internal void Sent(int count)
    {
        Start += count;
        if (Start == End)
        {
            Clear();
        }
    }

    // Moves what is left to the front, so that all room lies behind it.
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
}
