namespace Edge.MqttSn;

/// <summary>The message that is received and not acknowledged yet, of which there is one at a time (MQTT-SN 1.2 §6.6), and
/// the ids of QoS 2 messages that are not to be delivered again.</summary>
/// <remarks>An id is forgotten with its PUBREL: from then on it may name a new message.</remarks>
internal sealed class Inbox
{
    private const byte StateFree = 0;
    private const byte StateDelivered = 1;
    private const byte StateTaken = 2;
    private const int IdsMax = 4;

    private readonly ISessionStore? _store;
    private readonly SessionCounters _counters;
    private readonly int[] _ids = new int[IdsMax];
    private readonly int[] _deliveries = new int[IdsMax];
    private readonly byte[] _states = new byte[IdsMax];
    private readonly byte[] _none = new byte[1];
    private int _newest;
    private int _nextDelivery = 1;
    private bool _isAnswered;

    internal Inbox(ISessionStore? store, SessionCounters counters)
    {
        _store = store;
        _counters = counters;
    }

    // What is held.
    internal bool IsHolding { get; private set; }

    internal int HeldMsgId { get; private set; }

    internal int HeldTopicId { get; private set; }

    internal bool IsHeldExactlyOnce { get; private set; }

    internal int HeldDelivery { get; private set; }

    // What is held has been taken by the owner and is to be acknowledged.
    internal bool IsAnswerDue => IsHolding && _isAnswered;

    // Holds a QoS 1 or 2 message, and gives it its delivery number; true when it is to be delivered.
    internal bool Hold(int msgId, int topicId, bool isExactlyOnce)
    {
        IsHolding = true;
        HeldMsgId = msgId;
        HeldTopicId = topicId;
        IsHeldExactlyOnce = isExactlyOnce;
        _isAnswered = false;
        int index = isExactlyOnce ? Find(msgId) : -1;
        if (index >= 0)
        {
            HeldDelivery = _deliveries[index];
            _isAnswered = _states[index] == StateTaken;
            return false;
        }

        HeldDelivery = _nextDelivery++;
        if (isExactlyOnce)
        {
            // The oldest makes room: with a window of one, its handshake was given up when it is not over.
            Free(Next);
            Put(msgId, HeldDelivery, StateDelivered);
        }

        return true;
    }

    // The owner has taken a message; with QoS 2 also one of an earlier connection.
    internal void Take(int delivery)
    {
        for (int i = 0; i < IdsMax; i++)
        {
            if (_states[i] == StateDelivered && _deliveries[i] == delivery)
            {
                _states[i] = StateTaken;
            }
        }

        _isAnswered |= IsHolding && HeldDelivery == delivery;
    }

    // What the acknowledgement promises is durable; false when not, and then it is not to be sent.
    internal bool Keep()
    {
        if (!IsHeldExactlyOnce || _store == null)
        {
            return true;
        }

        int key = SessionRecordKind.Key(SessionRecordKind.Inbound, HeldMsgId);
        bool isKept = _store.Put(key, _none, 0, 0) && _store.Flush();
        _counters.StoreFailures += isKept ? 0 : 1;
        return isKept;
    }

    // The acknowledgement has been sent, or the connection has ended: the gateway sends it again.
    internal void LetGo() => IsHolding = false;

    // A PUBREL has come; false when it is not to be answered.
    internal bool Release(int msgId)
    {
        int index = Find(msgId);
        if (index < 0)
        {
            return true;
        }

        // An id that were still in the store would swallow its next message.
        if (_states[index] != StateTaken || !Unkeep(msgId))
        {
            return false;
        }

        _states[index] = StateFree;
        return true;
    }

    // A clean session remembers nothing.
    internal void Clear()
    {
        for (int i = 0; i < IdsMax; i++)
        {
            Free(i);
        }
    }

    // An id that the store has kept.
    internal void Restore(int msgId) => Put(msgId, 0, StateTaken);

    private int Find(int msgId)
    {
        for (int i = 0; i < IdsMax; i++)
        {
            if (_states[i] != StateFree && _ids[i] == msgId)
            {
                return i;
            }
        }

        return -1;
    }

    private int Next => _newest + 1 == IdsMax ? 0 : _newest + 1;

    private void Put(int msgId, int delivery, byte state)
    {
        _newest = Next;
        _ids[_newest] = msgId;
        _deliveries[_newest] = delivery;
        _states[_newest] = state;
    }

    private void Free(int index)
    {
        if (_states[index] == StateTaken)
        {
            Unkeep(_ids[index]);
        }

        _states[index] = StateFree;
    }

    private bool Unkeep(int msgId)
    {
        if (_store == null)
        {
            return true;
        }

        _store.Remove(SessionRecordKind.Key(SessionRecordKind.Inbound, msgId));
        bool isForgotten = _store.Flush();
        _counters.StoreFailures += isForgotten ? 0 : 1;
        return isForgotten;
    }
}
