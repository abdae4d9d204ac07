using System;

namespace Edge.Mqtt;

/// <summary>QoS 2 messages that were received and not released by their sender yet. As long as an identifier is here, a
/// PUBLISH with it is acknowledged again and not delivered again (MQTT 4.3.3-2).</summary>
internal sealed class InboundExactlyOnce
{
    private readonly ushort[] _identifiers;
    private readonly int[] _deliveries;
    private readonly bool[] _isTaken;
    private int _count;

    internal InboundExactlyOnce(int inboundMax)
    {
        if (inboundMax < 1 || inboundMax > 65535)
        {
            throw new ArgumentOutOfRangeException(nameof(inboundMax), "1 to 65535 QoS 2 messages can be under way");
        }

        _identifiers = new ushort[inboundMax];
        _deliveries = new int[inboundMax];
        _isTaken = new bool[inboundMax];
    }

    internal bool IsFull => _count == _identifiers.Length;

    internal bool Contains(int identifier) => Find(identifier) >= 0;

    internal void Add(int identifier, int delivery)
    {
        _identifiers[_count] = (ushort)identifier;
        _deliveries[_count] = delivery;
        _isTaken[_count] = false;
        _count++;
    }

    // One that a store has kept: it was taken in an earlier life.
    internal void AddTaken(int identifier)
    {
        Add(identifier, 0);
        _isTaken[_count - 1] = true;
    }

    // The owner has taken the message with this delivery number, also one that came on an earlier connection. Returns
    // its identifier, or 0 when there is none such.
    internal int Take(int delivery)
    {
        for (int i = 0; i < _count; i++)
        {
            if (!_isTaken[i] && _deliveries[i] == delivery)
            {
                _isTaken[i] = true;
                return _identifiers[i];
            }
        }

        return 0;
    }

    // True when the PUBREC may leave. An identifier that is gone was released early; nothing waits for it.
    internal bool IsTaken(int identifier)
    {
        int index = Find(identifier);
        return index < 0 || _isTaken[index];
    }

    internal bool Remove(int identifier)
    {
        int index = Find(identifier);
        if (index < 0)
        {
            return false;
        }

        _count--;
        _identifiers[index] = _identifiers[_count];
        _deliveries[index] = _deliveries[_count];
        _isTaken[index] = _isTaken[_count];
        return true;
    }

    // Any of them, to take them out one by one; 0 when there is none.
    internal int Any => _count == 0 ? 0 : _identifiers[0];

    internal void Put(SessionRecords records)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_isTaken[i])
            {
                records.PutInbound(_identifiers[i]);
            }
        }
    }

    private int Find(int identifier)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_identifiers[i] == identifier)
            {
                return i;
            }
        }

        return -1;
    }
}
