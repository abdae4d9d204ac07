using System;

namespace Edge.Storage;

/// <summary>A session's records in two storage areas that are used in turn. Changes are appended to a log in one; when it
/// is full, what is held is written into the other, which counts from when it is complete. A power cut at any moment
/// leaves every change up to the last <see cref="Flush"/>, and of later ones the first so many, each whole or not at
/// all.</summary>
/// <remarks>
/// When an area fails the other one is tried at once; when that fails too it shows in the results, and the next call
/// tries again. <see cref="Counters"/> tells.
/// Nothing is allocated after construction. Not to be called from <see cref="ISessionRecords.OnRecord"/>.
/// </remarks>
public sealed partial class RecordStore : ISessionStore
{
    /// <summary>Bytes that a record takes in an area besides its own.</summary>
    public const int RecordHeaderBytes = AreaLog.RecordHeaderBytes;

    private const int BufferBytesMin = 64;

    private readonly AreaLog _first;
    private readonly AreaLog _second;
    private readonly RecordIndex _index;
    private readonly byte[] _buffer;
    private readonly int _recordBytesMax;

    // The log that holds the records, of which the index tells where.
    private AreaLog _current;

    // The newest generation that was begun.
    private uint _generation;

    // False when the log may end in something that is no record, or does not tell what the index tells.
    private bool _canAppend;

    // A change is not known to be durable.
    private bool _isDirty;

    // The area that is not current is known to be blank.
    private bool _isSpareBlank;

    /// <summary>Opens what the areas hold.</summary>
    /// <param name="first">One area.</param>
    /// <param name="second">Another, best of the same size. Which is which must be the same at every start.</param>
    /// <param name="recordsMax">Records at a time, 1 to 10,000. A session of MQTT has one for each stored message, one for
    /// each QoS 2 message sent and not completed, and one for each received and not released.</param>
    /// <param name="recordBytesMax">Bytes of the largest record, 4 to 65,535. A message of MQTT takes its packet and 4
    /// bytes.</param>
    /// <exception cref="ArgumentException">A number is out of range, or an area is too small: half of it must hold 24
    /// bytes and the largest record with its header.</exception>
    public RecordStore(IStorageArea first, IStorageArea second, int recordsMax, int recordBytesMax)
    {
        if (first == null || second == null || first == second)
        {
            throw new ArgumentException("a store needs two areas", nameof(second));
        }

        if (recordsMax < 1 || recordsMax > 10_000)
        {
            throw new ArgumentOutOfRangeException(nameof(recordsMax), "a store takes 1 to 10000 records");
        }

        if (recordBytesMax < 4 || recordBytesMax > 65_535)
        {
            throw new ArgumentOutOfRangeException(nameof(recordBytesMax), "a record takes 4 to 65535 bytes");
        }

        int capacity = first.CapacityBytes < second.CapacityBytes ? first.CapacityBytes : second.CapacityBytes;
        BytesMax = (capacity / 2) - AreaLog.HeaderBytes - RecordHeaderBytes;
        if (BytesMax < RecordHeaderBytes + recordBytesMax || capacity > 0xFFFFFF)
        {
            throw new ArgumentException(
                "an area takes " + (2 * ((3 * 12) + recordBytesMax)) + " to 16777215 bytes for such records", nameof(first));
        }

        int bufferBytes = RecordHeaderBytes + recordBytesMax;
        _buffer = new byte[bufferBytes < BufferBytesMin ? BufferBytesMin : bufferBytes];
        _recordBytesMax = recordBytesMax;
        _index = new RecordIndex(recordsMax);
        Crc32 crc = new Crc32();
        _first = new AreaLog(first, _buffer, crc);
        _second = new AreaLog(second, _buffer, crc);
        _current = _first;
        IsReadable = Recover();
    }

    /// <summary>False when an area could not be read at construction: then nothing is handed back or taken, because what
    /// is there must not be overwritten. Only a new store tries again.</summary>
    public bool IsReadable { get; private set; }

    /// <summary>Room for records, with 12 bytes more for each, in bytes: half of the smaller area, so that at least the
    /// other half is written before anything is copied.</summary>
    public int BytesMax { get; }

    /// <summary>Bytes of it that are taken.</summary>
    public int UsedBytes => _index.TakenBytes;

    /// <summary>Records held.</summary>
    public int Count => _index.Count;

    /// <summary>What it has done and seen.</summary>
    public RecordStoreCounters Counters { get; } = new RecordStoreCounters();

    /// <inheritdoc/>
    /// <remarks>A record that was changed keeps its place.</remarks>
    public void Load(ISessionRecords target)
    {
        int at = 0;
        while (at < _index.Count)
        {
            int key = _index.Key(at);
            RecordReading reading = _current.ReadRecord(_index.Position(at));
            if (reading == RecordReading.Whole)
            {
                target.OnRecord(key, _buffer, RecordHeaderBytes, _current.BodyBytes);
                at++;
            }
            else if (reading == RecordReading.Unreadable)
            {
                Counters.Failures++;
                at++;
            }
            else
            {
                // The log behind it is good and is saved by the next compaction.
                DropDamaged(at);
                _canAppend = false;
                _isDirty = true;
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The bytes are not in the array.</exception>
    public bool Put(int key, byte[] bytes, int offset, int count)
    {
        if (offset < 0 || count < 0 || count > bytes.Length - offset)
        {
            throw new ArgumentOutOfRangeException(nameof(count), "the record must lie in its array");
        }

        int at = _index.Find(key);
        int usedBytes = _index.TakenBytes + RecordHeaderBytes + count;
        if (at >= 0)
        {
            usedBytes -= RecordHeaderBytes + _index.BodyBytes(at);
        }
        else if (_index.IsFull)
        {
            return false;
        }

        if (count > _recordBytesMax || usedBytes > BytesMax)
        {
            return false;
        }

        bool isPut = _canAppend && _current.Fits(count) && Append(AreaLog.KindPut, key, bytes, offset, count);
        if (!isPut && !(Compact() && Append(AreaLog.KindPut, key, bytes, offset, count)))
        {
            return false;
        }

        if (at >= _index.Count || (at >= 0 && _index.Key(at) != key))
        {
            // Compaction has dropped a damaged record, and so moved this one.
            at = _index.Find(key);
        }

        _index.Set(at, key, _current.End - RecordHeaderBytes - count, count);
        return true;
    }

    /// <inheritdoc/>
    public void Remove(int key)
    {
        int at = _index.Find(key);
        if (at < 0)
        {
            return;
        }

        _index.RemoveAt(at);
        _isDirty = true;
        if (!_canAppend || !_current.Fits(0) || !Append(AreaLog.KindRemove, key, _buffer, RecordHeaderBytes, 0))
        {
            // The next compaction leaves it out.
            _canAppend = false;
        }
    }

    /// <inheritdoc/>
    public bool Flush()
    {
        if (!_isDirty)
        {
            return IsReadable;
        }

        if (_canAppend)
        {
            if (_current.Area.Flush())
            {
                _isDirty = false;
                return true;
            }

            // What a flush that failed has left undone is not known, and may not be done by the next one.
            Counters.Failures++;
        }

        return Compact();
    }

    private bool Append(int kind, int key, byte[] bytes, int offset, int count)
    {
        _isDirty = true;
        _canAppend = _current.Append(kind, key, bytes, offset, count);
        if (!_canAppend)
        {
            Counters.Failures++;
        }

        return _canAppend;
    }

    private void DropDamaged(int at)
    {
        _index.RemoveAt(at);
        Counters.DamagedRecords++;
    }
}
