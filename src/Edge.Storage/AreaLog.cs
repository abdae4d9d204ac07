using System;

namespace Edge.Storage;

/// <summary>The log in one area: a header, the records that were held when it was begun, a record that says it is
/// complete, and then one record for each change.</summary>
/// <remarks>
/// Header: "ERS" and version 1, generation, check. Record: kind 1 byte, length of the body 3, key 4, check 4, body. Numbers
/// are little endian; a check is the CRC-32 of all else, of a record with its generation and position in front, so that
/// nothing left over from another log or place passes.
/// </remarks>
internal sealed class AreaLog
{
    internal const int HeaderBytes = 12;
    internal const int RecordHeaderBytes = 12;

    internal const int KindPut = 1;
    internal const int KindRemove = 2;
    internal const int KindComplete = 3;

    internal readonly IStorageArea Area;

    internal AreaContent Content;
    internal uint Generation;

    // Where the next record goes.
    internal int End;

    // The record that was read last; a body that fits lies in the buffer behind the record's header.
    internal int Kind;
    internal int Key;
    internal int BodyBytes;

    private const int CheckedBytes = 8;
    private const int Magic = 'E' | ('R' << 8) | ('S' << 16);
    private const int Version = 1;

    private readonly byte[] _buffer;
    private readonly Crc32 _crc;

    // The check's register after the generation.
    private uint _seed;

    // The buffer is shared by the logs of both areas.
    internal AreaLog(IStorageArea area, byte[] buffer, Crc32 crc)
    {
        Area = area;
        _buffer = buffer;
        _crc = crc;
    }

    // Looks at what the area begins with; false when it cannot be read.
    internal bool ReadHeader()
    {
        byte[] buffer = _buffer;
        Generation = 0;
        End = 0;
        if (!Area.Read(0, buffer, 0, HeaderBytes))
        {
            return false;
        }

        int begin = BitConverter.ToInt32(buffer, 0);
        uint check = ~_crc.Update(Crc32.Initial, buffer, 0, CheckedBytes);
        if ((begin & 0xFFFFFF) != Magic || BitConverter.ToInt32(buffer, CheckedBytes) != (int)check)
        {
            Content = IsBlank(HeaderBytes) ? AreaContent.Blank : AreaContent.Unknown;
            return true;
        }

        SetGeneration((uint)BitConverter.ToInt32(buffer, 4));
        Content = buffer[3] == Version ? AreaContent.Log : AreaContent.OtherVersion;
        return true;
    }

    // Begins a new log in an area that was erased.
    internal bool Begin(uint generation)
    {
        byte[] buffer = _buffer;
        Content = AreaContent.Log;
        SetGeneration(generation);
        End = HeaderBytes;
        PutInt32(0, Magic | (Version << 24));
        PutInt32(4, (int)generation);
        PutInt32(CheckedBytes, (int)~_crc.Update(Crc32.Initial, buffer, 0, CheckedBytes));
        return Area.Write(0, buffer, 0, HeaderBytes);
    }

    internal bool Fits(int bodyBytes) => bodyBytes <= Area.CapacityBytes - End - RecordHeaderBytes;

    // Adds a record behind the last one.
    internal bool Append(int kind, int key, byte[] bytes, int offset, int count)
    {
        byte[] buffer = _buffer;
        Array.Copy(bytes, offset, buffer, RecordHeaderBytes, count);
        PutInt32(0, kind | (count << 8));
        PutInt32(4, key);
        uint register = _crc.Update(_crc.Update(_seed, (uint)End), buffer, 0, CheckedBytes);
        PutInt32(CheckedBytes, (int)~_crc.Update(register, buffer, RecordHeaderBytes, count));
        int position = End;
        End = position + RecordHeaderBytes + count;
        return Area.Write(position, buffer, 0, RecordHeaderBytes + count);
    }

    // Reads and checks the record at a position: whole, damaged or unreadable.
    internal RecordReading ReadRecord(int position)
    {
        byte[] buffer = _buffer;
        int room = Area.CapacityBytes - position - RecordHeaderBytes;
        if (room < 0)
        {
            return RecordReading.Damaged;
        }

        if (!Area.Read(position, buffer, 0, RecordHeaderBytes))
        {
            return RecordReading.Unreadable;
        }

        Kind = buffer[0];
        BodyBytes = (BitConverter.ToInt32(buffer, 0) >> 8) & 0xFFFFFF;
        Key = BitConverter.ToInt32(buffer, 4);
        int check = BitConverter.ToInt32(buffer, CheckedBytes);
        if (Kind < KindPut || Kind > KindComplete || BodyBytes > room)
        {
            return RecordReading.Damaged;
        }

        uint register = _crc.Update(_crc.Update(_seed, (uint)position), buffer, 0, CheckedBytes);
        position += RecordHeaderBytes;
        int left = BodyBytes;
        while (left > 0)
        {
            int part = buffer.Length - RecordHeaderBytes;
            part = left < part ? left : part;
            if (!Area.Read(position, buffer, RecordHeaderBytes, part))
            {
                return RecordReading.Unreadable;
            }

            register = _crc.Update(register, buffer, RecordHeaderBytes, part);
            position += part;
            left -= part;
        }

        return (int)~register == check ? RecordReading.Whole : RecordReading.Damaged;
    }

    // Looks at everything from a position on: blank, damaged or unreadable.
    internal RecordReading ReadRest(int position)
    {
        int end = Area.CapacityBytes;
        while (position < end)
        {
            int part = end - position;
            part = part < _buffer.Length ? part : _buffer.Length;
            if (!Area.Read(position, _buffer, 0, part))
            {
                return RecordReading.Unreadable;
            }

            if (!IsBlank(part))
            {
                return RecordReading.Damaged;
            }

            position += part;
        }

        return RecordReading.Blank;
    }

    private void SetGeneration(uint generation)
    {
        Generation = generation;
        _seed = _crc.Update(Crc32.Initial, generation);
    }

    private bool IsBlank(int count)
    {
        byte[] buffer = _buffer;
        int i = 0;
        for (; i + 8 <= count; i += 8)
        {
            if (BitConverter.ToUInt64(buffer, i) != 0xFFFFFFFFFFFFFFFF)
            {
                return false;
            }
        }

        for (; i < count; i++)
        {
            if (buffer[i] != 0xFF)
            {
                return false;
            }
        }

        return true;
    }

    private void PutInt32(int at, int value)
    {
        byte[] buffer = _buffer;
        buffer[at] = (byte)value;
        buffer[at + 1] = (byte)(value >> 8);
        buffer[at + 2] = (byte)(value >> 16);
        buffer[at + 3] = (byte)(value >> 24);
    }
}
