using System;

namespace Edge.Mqtt;

/// <summary>QoS 2 messages whose PUBREC has come, by identifier, in the order of the PUBRECs: PUBRELs leave in that order
/// (MQTT 4.6.0-4), and only a PUBCOMP ends one (4.3.3-1).</summary>
internal sealed class Releases
{
    internal int Count;

    private readonly ushort[] _identifiers;
    private readonly int[] _tokens;

    // PUBRELs before this one have left on this connection.
    private int _next;

    internal Releases(int inFlightMax)
    {
        _identifiers = new ushort[inFlightMax];
        _tokens = new int[inFlightMax];
    }

    internal bool IsFull => Count == _identifiers.Length;

    // The identifier of the next PUBREL to write, or 0.
    internal int Next => _next < Count ? _identifiers[_next] : 0;

    internal void Sent() => _next++;

    // Room is certain: a message keeps its place in the window from PUBLISH to PUBCOMP.
    internal void Add(int identifier, int token)
    {
        _identifiers[Count] = (ushort)identifier;
        _tokens[Count] = token;
        Count++;
    }

    internal bool Contains(int identifier) => Find(identifier) >= 0;

    // A PUBCOMP has come; false when it answers none of these.
    internal bool Complete(int identifier, out int token)
    {
        int index = Find(identifier);
        token = 0;
        if (index < 0)
        {
            return false;
        }

        token = _tokens[index];
        Count--;
        Array.Copy(_identifiers, index + 1, _identifiers, index, Count - index);
        Array.Copy(_tokens, index + 1, _tokens, index, Count - index);
        if (index < _next)
        {
            _next--;
        }

        return true;
    }

    // A new connection: every PUBREL is sent again (4.4.0-1).
    internal void Rewind() => _next = 0;

    internal void Clear()
    {
        Count = 0;
        _next = 0;
    }

    // Identifiers from the next one up to the nearest that is taken here.
    internal int FreeAfter(int last, int free)
    {
        for (int i = 0; i < Count; i++)
        {
            free = PacketIdentifiers.Nearer(last, _identifiers[i], free);
        }

        return free;
    }

    internal void Put(SessionRecords records)
    {
        for (int i = 0; i < Count; i++)
        {
            if (records.PutRelease(_identifiers[i], _tokens[i]))
            {
                records.RemoveMessage(_identifiers[i]);
            }
        }
    }

    private int Find(int identifier)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_identifiers[i] == identifier)
            {
                return i;
            }
        }

        return -1;
    }
}
