using System;

namespace Edge.MqttSn;

/// <summary>Topic names and the ids that the gateway has given them, whoever has registered them (MQTT-SN 1.2 §6.5,
/// §6.10).</summary>
/// <remarks>An id of an earlier connection is good for receiving, because a gateway that has forgotten it tells the next
/// one before it uses it; for sending it has to be registered anew.</remarks>
internal sealed class TopicTable
{
    // No entry.
    internal const int None = -1;

    private readonly int _nameBytesMax;
    private readonly byte[] _names;
    private readonly int[] _lengths;
    private readonly int[] _ids;
    private readonly bool[] _isFresh;
    private int _nextToEvict;

    internal TopicTable(int topicsMax, int nameBytesMax)
    {
        _nameBytesMax = nameBytesMax;
        _names = new byte[topicsMax * nameBytesMax];
        _lengths = new int[topicsMax];
        _ids = new int[topicsMax];
        _isFresh = new bool[topicsMax];
    }

    internal byte[] Names => _names;

    internal int Offset(int entry) => entry * _nameBytesMax;

    internal int Length(int entry) => _lengths[entry];

    internal int Id(int entry) => _ids[entry];

    // The id may be used for sending.
    internal bool IsFresh(int entry) => _isFresh[entry];

    internal int FindId(int topicId)
    {
        for (int i = 0; i < _ids.Length; i++)
        {
            if (_ids[i] == topicId && _lengths[i] > 0)
            {
                return i;
            }
        }

        return None;
    }

    internal int FindName(byte[] name, int offset, int length)
    {
        for (int i = 0; i < _lengths.Length; i++)
        {
            if (_lengths[i] == length && Bytes.AreSame(_names, Offset(i), name, offset, length))
            {
                return i;
            }
        }

        return None;
    }

    // The entry of a name, with an id or without one yet. When all are taken and it may, it takes the place of another.
    internal int Add(byte[] name, int offset, int length, bool mayEvict)
    {
        int entry = FindName(name, offset, length);
        if (entry != None || length > _nameBytesMax)
        {
            return entry;
        }

        for (int i = 0; i < _lengths.Length && entry == None; i++)
        {
            entry = _lengths[i] == 0 ? i : None;
        }

        if (entry == None)
        {
            if (!mayEvict)
            {
                return None;
            }

            entry = _nextToEvict;
            _nextToEvict = entry + 1 == _lengths.Length ? 0 : entry + 1;
        }

        Array.Copy(name, offset, _names, Offset(entry), length);
        _lengths[entry] = length;
        _ids[entry] = 0;
        _isFresh[entry] = false;
        return entry;
    }

    // The gateway has said which id a name has. Another name with this id has none any more.
    internal void Assign(int entry, int topicId)
    {
        int other = FindId(topicId);
        if (other != None && other != entry)
        {
            Remove(other);
        }

        _ids[entry] = topicId;
        _isFresh[entry] = true;
    }

    internal void Remove(int entry)
    {
        _lengths[entry] = 0;
        _ids[entry] = 0;
        _isFresh[entry] = false;
    }

    // The gateway does not know this id any more.
    internal void Forget(int topicId)
    {
        int entry = FindId(topicId);
        if (entry != None)
        {
            _isFresh[entry] = false;
        }
    }

    // A new connection.
    internal void Restart(bool isClean)
    {
        for (int i = 0; i < _lengths.Length; i++)
        {
            _isFresh[i] = false;
            if (isClean)
            {
                Remove(i);
            }
        }
    }
}
