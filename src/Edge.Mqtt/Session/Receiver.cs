using System;

namespace Edge.Mqtt;

/// <summary>The receiving half of a session: which messages of this connection are not acknowledged yet. However late and
/// in whatever order the owner answers, acknowledgements leave in the order of arrival (MQTT 4.6.0-2).</summary>
internal sealed class Receiver
{
    private readonly ushort[] _identifiers;
    private readonly bool[] _isAnswered;
    private int _head;
    private int _headDelivery = 1;

    internal Receiver(int heldMax)
    {
        if (heldMax < 1 || heldMax > 65535)
        {
            throw new ArgumentOutOfRangeException(nameof(heldMax), "1 to 65535 messages can be held");
        }

        _identifiers = new ushort[heldMax];
        _isAnswered = new bool[heldMax];
    }

    // Messages received and not acknowledged to the peer.
    internal int Held { get; private set; }

    internal bool IsFull => Held == _identifiers.Length;

    // Takes one message in, when there is room, and returns its delivery number.
    internal int Hold(int identifier)
    {
        int slot = Slot(Held);
        _identifiers[slot] = (ushort)identifier;
        _isAnswered[slot] = false;
        return _headDelivery + Held++;
    }

    // The owner is done with a message. Numbers of an earlier connection are not found and change nothing.
    internal void Answer(int delivery)
    {
        int position = delivery - _headDelivery;
        if (position >= 0 && position < Held)
        {
            _isAnswered[Slot(position)] = true;
        }
    }

    // The identifier of the oldest message when it may be acknowledged now, or 0.
    internal int NextAcknowledgement => Held > 0 && _isAnswered[_head] ? _identifiers[_head] : 0;

    // The acknowledgement of the oldest message was written.
    internal void Acknowledged() => DropOldest();

    // The connection has ended: nothing of it can be acknowledged any more (the peer sends it again).
    internal void Clear()
    {
        while (Held > 0)
        {
            DropOldest();
        }
    }

    private void DropOldest()
    {
        _head = Slot(1);
        _headDelivery++;
        Held--;
    }

    private int Slot(int position)
    {
        int slot = _head + position;
        return slot >= _identifiers.Length ? slot - _identifiers.Length : slot;
    }
}
