using System;

namespace Edge.Mqtt;

/// <summary>What this side owes the peer on this connection. However late and in whatever order the owner takes messages,
/// PUBACKs and PUBRECs leave in the order of arrival (MQTT 4.6.0-2, 4.6.0-3); PUBCOMPs pass by.</summary>
internal sealed class Receiver
{
    private const byte StateWaiting = 0;
    private const byte StateAnswered = 1;
    private const byte StateExactlyOnce = 2;

    // Messages received and not acknowledged to the peer.
    internal int Held;

    // PUBCOMPs not written yet.
    internal int Completions;

    private readonly ushort[] _identifiers;
    private readonly byte[] _states;
    private readonly ushort[] _completions;
    private int _head;
    private int _headDelivery = 1;

    internal Receiver(int heldMax, int completionsMax)
    {
        if (heldMax < 1 || heldMax > 65535)
        {
            throw new ArgumentOutOfRangeException(nameof(heldMax), "1 to 65535 messages can be held");
        }

        _identifiers = new ushort[heldMax];
        _states = new byte[heldMax];
        _completions = new ushort[completionsMax];
    }

    internal bool IsFull => Held == _identifiers.Length;

    internal bool IsOldestExactlyOnce => _states[_head] == StateExactlyOnce;

    // The delivery number that the next message gets; never 0.
    internal int NextDelivery => _headDelivery + Held;

    // A session that goes on here counts on where its last connection has stopped.
    internal void CountFrom(int delivery) => _headDelivery = delivery;

    // Takes one message in, when there is room.
    internal void Hold(int identifier, bool isExactlyOnce)
    {
        int slot = Slot(Held);
        _identifiers[slot] = (ushort)identifier;
        _states[slot] = isExactlyOnce ? StateExactlyOnce : StateWaiting;
        Held++;
    }

    // The owner has taken a QoS 1 message. Numbers of an earlier connection are not found and change nothing.
    internal void Answer(int delivery)
    {
        int position = delivery - _headDelivery;
        if (position >= 0 && position < Held)
        {
            int slot = Slot(position);
            if (_states[slot] == StateWaiting)
            {
                _states[slot] = StateAnswered;
            }
        }
    }

    // The identifier of the oldest message when it may be acknowledged now, or 0.
    internal int NextAcknowledgement(InboundExactlyOnce inbound)
    {
        if (Held == 0)
        {
            return 0;
        }

        int identifier = _identifiers[_head];
        byte state = _states[_head];
        bool isReady = state == StateAnswered || (state == StateExactlyOnce && inbound.IsTaken(identifier));
        return isReady ? identifier : 0;
    }

    // The acknowledgement of the oldest message was written.
    internal void Acknowledged()
    {
        _head = Slot(1);
        _headDelivery++;
        Held--;
    }

    // A PUBREL has come: a PUBCOMP is owed. False when more of them are owed than a peer can have under way.
    internal bool Complete(int identifier)
    {
        for (int i = 0; i < Completions; i++)
        {
            if (_completions[i] == identifier)
            {
                return true;
            }
        }

        if (Completions == _completions.Length)
        {
            return false;
        }

        _completions[Completions++] = (ushort)identifier;
        return true;
    }

    // The identifier of the next PUBCOMP; there is one.
    internal int NextCompletion => _completions[0];

    internal void Completed()
    {
        Completions--;
        Array.Copy(_completions, 1, _completions, 0, Completions);
    }

    // The connection has ended: nothing of it can be acknowledged any more (the peer sends it again).
    internal void Clear()
    {
        // Delivery numbers are never given twice.
        _headDelivery += Held;
        Held = 0;
        _head = 0;
        Completions = 0;
    }

    private int Slot(int position)
    {
        int slot = _head + position;
        return slot >= _identifiers.Length ? slot - _identifiers.Length : slot;
    }
}
