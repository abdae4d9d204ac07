using System;

namespace Edge;

/// <summary>Records in the order of appending, packed in one array: what waits to be sent and what was sent and is not
/// acknowledged yet. A cursor parts the two.</summary>
/// <remarks>
/// A record is named by the offset of its header. Appending may pack the array and so move records: a name is good only
/// until the next <see cref="Append"/>. Header: body length 3 bytes, state 1, identifier 2, token 4, little endian.
/// </remarks>
public sealed class RecordLog
{
    /// <summary>Bytes that a record takes besides its body.</summary>
    public const int HeaderBytes = 10;

    /// <summary>No record.</summary>
    public const int None = -1;

    private readonly byte[] _bytes;
    private int _start;
    private int _end;
    private int _cursor;
    private int _count;

    /// <param name="capacityBytes">Room for bodies and headers together, 64 to 16,777,215 bytes.</param>
    public RecordLog(int capacityBytes)
    {
        if (capacityBytes < 64 || capacityBytes > 0xFFFFFF)
        {
            throw new ArgumentOutOfRangeException(nameof(capacityBytes), "a log takes 64 to 16777215 bytes");
        }

        _bytes = new byte[capacityBytes];
    }

    /// <summary>The array in which the bodies lie.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>Room for headers and bodies together, in bytes.</summary>
    public int CapacityBytes => _bytes.Length;

    /// <summary>Bytes taken by headers and bodies.</summary>
    public int UsedBytes => _end - _start;

    /// <summary>Records held.</summary>
    public int Count => _count;

    /// <summary>The first record, or <see cref="None"/>.</summary>
    public int First => _start == _end ? None : _start;

    /// <summary>The first record not sent on this connection, or <see cref="None"/>.</summary>
    public int Cursor => _cursor == _end ? None : _cursor;

    /// <summary>Makes room for a record at the end; the caller writes its body at once.</summary>
    /// <returns>The record, or <see cref="None"/> when there is no room.</returns>
    public int Append(int bodyBytes, byte state, int token)
    {
        int recordBytes = HeaderBytes + bodyBytes;
        byte[] bytes = _bytes;
        if (recordBytes > bytes.Length - _end)
        {
            if (recordBytes > bytes.Length - UsedBytes)
            {
                return None;
            }

            Array.Copy(bytes, _start, bytes, 0, _end - _start);
            _end -= _start;
            _cursor -= _start;
            _start = 0;
        }

        int record = _end;
        bytes[record] = (byte)bodyBytes;
        bytes[record + 1] = (byte)(bodyBytes >> 8);
        bytes[record + 2] = (byte)(bodyBytes >> 16);
        bytes[record + 3] = state;
        bytes[record + 4] = 0;
        bytes[record + 5] = 0;
        bytes[record + 6] = (byte)token;
        bytes[record + 7] = (byte)(token >> 8);
        bytes[record + 8] = (byte)(token >> 16);
        bytes[record + 9] = (byte)(token >> 24);
        _end = record + recordBytes;
        _count++;
        return record;
    }

    /// <summary>The record after this one, or <see cref="None"/>.</summary>
    public int Next(int record)
    {
        int next = record + HeaderBytes + BodyLength(record);
        return next == _end ? None : next;
    }

    /// <summary>Where the body lies in <see cref="Bytes"/>.</summary>
    public static int BodyOffset(int record) => record + HeaderBytes;

    /// <summary>Bytes of the body.</summary>
    public int BodyLength(int record) => BitConverter.ToInt32(_bytes, record) & 0xFFFFFF;

    /// <summary>The state byte; its meaning is the owner's.</summary>
    public byte State(int record) => _bytes[record + 3];

    /// <summary>Sets the state byte.</summary>
    public void SetState(int record, byte state) => _bytes[record + 3] = state;

    /// <summary>The packet identifier, 0 until one was given.</summary>
    public int Identifier(int record) => _bytes[record + 4] | (_bytes[record + 5] << 8);

    /// <summary>Gives the record its packet identifier.</summary>
    public void SetIdentifier(int record, int identifier)
    {
        _bytes[record + 4] = (byte)identifier;
        _bytes[record + 5] = (byte)(identifier >> 8);
    }

    /// <summary>The number that the publisher gave.</summary>
    public int Token(int record) => BitConverter.ToInt32(_bytes, record + 6);

    /// <summary>Moves the cursor behind the record at which it stands.</summary>
    public void AdvanceCursor() => _cursor += HeaderBytes + BodyLength(_cursor);

    /// <summary>Moves the cursor back to the first record: everything is to be sent again.</summary>
    public void RewindCursor() => _cursor = _start;

    /// <summary>Takes a record out; its neighbours close up.</summary>
    /// <returns>The record that followed it, by its name after the removal, or <see cref="None"/>.</returns>
    public int Remove(int record)
    {
        int recordBytes = HeaderBytes + BodyLength(record);
        int next = record + recordBytes;
        _count--;
        if (record == _start)
        {
            _start = next;
            if (_cursor == record)
            {
                _cursor = next;
            }
        }
        else
        {
            Array.Copy(_bytes, next, _bytes, record, _end - next);
            _end -= recordBytes;
            if (_cursor > record)
            {
                _cursor -= recordBytes;
            }

            next = record;
        }

        if (_start == _end)
        {
            Clear();
            return None;
        }

        return next == _end ? None : next;
    }

    /// <summary>Takes all records out.</summary>
    public void Clear()
    {
        _start = 0;
        _end = 0;
        _cursor = 0;
        _count = 0;
    }
}
