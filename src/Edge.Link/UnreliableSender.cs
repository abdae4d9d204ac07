using System;

namespace Edge.Link;

/// <summary>Messages that are sent once, cut into frames, until the line takes them. Records: count, marks, payload.</summary>
internal sealed class UnreliableSender
{
    private const int HeaderBytes = 2;
    private const int FirstMark = 0x01;
    private const int MoreMark = 0x02;

    private readonly byte[] _records;
    private int _end;
    private int _sequence;

    internal UnreliableSender(LinkOptions options)
    {
        // The longest message, or two frames full of short ones.
        _records = new byte[options.MessageBytesMax + (2 * options.FrameBytesMax)];
    }

    /// <summary>Frames that wait.</summary>
    internal int Frames { get; private set; }

    /// <summary>Takes a message whole or not at all.</summary>
    internal bool Accept(byte[] buffer, int offset, int count, int payloadBytes)
    {
        int pieces = (count + payloadBytes - 1) / payloadBytes;
        if (_records.Length - _end < count + (pieces * HeaderBytes))
        {
            return false;
        }

        int marks = FirstMark;
        while (count > 0)
        {
            int part = count < payloadBytes ? count : payloadBytes;
            _records[_end] = (byte)part;
            _records[_end + 1] = (byte)(marks | (part < count ? MoreMark : 0));
            Array.Copy(buffer, offset, _records, _end + HeaderBytes, part);
            _end += HeaderBytes + part;
            offset += part;
            count -= part;
            marks = 0;
            Frames++;
        }

        return true;
    }

    /// <summary>Puts the next frame.</summary>
    /// <returns>False when there is none.</returns>
    internal bool Put(FrameOutput output, FrameEncoder encoder, int remaining)
    {
        if (Frames == 0)
        {
            return false;
        }

        int count = _records[0];
        int marks = _records[1];
        output.Put(
            encoder,
            (marks & FirstMark) != 0 ? FrameType.Unreliable : FrameType.UnreliableNext,
            remaining | ((marks & MoreMark) != 0 ? Frame.MoreBit : 0),
            _sequence,
            0,
            _records,
            HeaderBytes,
            count);
        _sequence = (_sequence + 1) & 0xFF;
        Frames--;
        int taken = HeaderBytes + count;
        _end -= taken;
        Array.Copy(_records, taken, _records, 0, _end);
        return true;
    }

    /// <summary>The peer is gone: what was to be sent once is over.</summary>
    internal void Clear()
    {
        _end = 0;
        Frames = 0;
    }
}
