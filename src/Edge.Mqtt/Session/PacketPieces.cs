using System;

namespace Edge.Mqtt;

/// <summary>A packet made of a head, byte strings behind their lengths and at most one last byte, written as room comes
/// and straight from the arrays in which the strings lie: a long password needs no long buffer.</summary>
internal sealed class PacketPieces
{
    // A fixed header and the ten bytes of a CONNECT's variable header.
    private const int HeadBytesMax = 15;
    private const int FieldsMax = 5;
    private const int NoTail = -1;

    private readonly byte[][] _fields = new byte[FieldsMax][];
    private int _fieldCount;
    private int _headBytes;
    private int _tail;
    private int _position;
    private int _field;

    // Where the caller writes the head; Begin tells how long it is.
    internal byte[] Head { get; } = new byte[HeadBytesMax];

    // Bytes that are not written yet; 0 when no packet is under way.
    internal int BytesLeft { get; private set; }

    internal void Begin(int headBytes)
    {
        _headBytes = headBytes;
        _fieldCount = 0;
        _tail = NoTail;
        _position = 0;
        _field = -1;
        BytesLeft = headBytes;
    }

    internal void Add(byte[] field)
    {
        _fields[_fieldCount++] = field;
        BytesLeft += 2 + field.Length;
    }

    internal void AddTail(int value)
    {
        _tail = value;
        BytesLeft++;
    }

    internal void Abandon() => BytesLeft = 0;

    // Writes what there is room for and returns the offset behind it.
    internal int Write(byte[] buffer, int offset, int end)
    {
        while (offset < end && BytesLeft > 0)
        {
            int written = WritePart(buffer, offset, end - offset);
            offset += written;
            BytesLeft -= written;
        }

        return offset;
    }

    private int WritePart(byte[] buffer, int offset, int room)
    {
        if (_field >= _fieldCount)
        {
            buffer[offset] = (byte)_tail;
            return 1;
        }

        bool isHead = _field < 0;
        byte[] bytes = isHead ? Head : _fields[_field];
        int length = isHead ? _headBytes : bytes.Length;
        int prefix = isHead ? 0 : 2;
        int written;
        if (_position < prefix)
        {
            buffer[offset] = (byte)(_position == 0 ? length >> 8 : length);
            written = 1;
        }
        else
        {
            int left = length + prefix - _position;
            written = left < room ? left : room;
            Array.Copy(bytes, _position - prefix, buffer, offset, written);
        }

        _position += written;
        if (_position == length + prefix)
        {
            _position = 0;
            _field++;
        }

        return written;
    }
}
