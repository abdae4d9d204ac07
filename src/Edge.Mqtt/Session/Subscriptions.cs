namespace Edge.Mqtt;

/// <summary>What a client is subscribed to, and the requests about it that are under way. A server that lost the session
/// is asked again for everything.</summary>
internal sealed partial class Subscriptions
{
    private const byte StateFree = 0;
    private const byte StateToSubscribe = 1;
    private const byte StateSubscribing = 2;
    private const byte StateSubscribed = 3;
    private const byte StateToUnsubscribe = 4;
    private const byte StateUnsubscribing = 5;

    private readonly TopicFilter[] _filters;
    private readonly byte[] _states;
    private readonly byte[] _qualitiesOfService;
    private readonly int[] _identifiers;

    // Requests not written yet: spares the hot path the look at every entry.
    private int _due;

    internal Subscriptions(int subscriptionsMax)
    {
        _filters = new TopicFilter[subscriptionsMax];
        _states = new byte[subscriptionsMax];
        _qualitiesOfService = new byte[subscriptionsMax];
        _identifiers = new int[subscriptionsMax];
    }

    internal bool IsDue => _due > 0;

    internal TopicFilter Filter(int index) => _filters[index];

    internal QualityOfService QualityOfService(int index) => (QualityOfService)_qualitiesOfService[index];

    internal bool IsToSubscribe(int index) => _states[index] == StateToSubscribe;

    // Adds a filter, or asks again for one that is there; false when there is no room.
    internal bool Add(TopicFilter filter, QualityOfService qualityOfService)
    {
        int index = Find(filter);
        if (index < 0)
        {
            index = FirstFree();
        }

        if (index < 0)
        {
            return false;
        }

        _filters[index] = filter;
        _qualitiesOfService[index] = (byte)qualityOfService;
        Set(index, StateToSubscribe);
        return true;
    }

    internal bool Remove(TopicFilter filter)
    {
        int index = Find(filter);
        if (index < 0)
        {
            return false;
        }

        Set(index, StateToUnsubscribe);
        return true;
    }

    // The next entry with a request to write.
    internal int NextDue()
    {
        for (int i = 0; i < _states.Length; i++)
        {
            if (IsRequestDue(_states[i]))
            {
                return i;
            }
        }

        return -1;
    }

    internal void Requested(int index, int identifier)
    {
        _identifiers[index] = identifier;
        Set(index, _states[index] == StateToSubscribe ? StateSubscribing : StateUnsubscribing);
    }

    // The request with this identifier was answered; returns its entry or -1.
    internal int Answered(int identifier, bool isSubscribe)
    {
        byte awaited = isSubscribe ? StateSubscribing : StateUnsubscribing;
        for (int i = 0; i < _states.Length; i++)
        {
            if (_states[i] == awaited && _identifiers[i] == identifier)
            {
                _identifiers[i] = 0;
                Set(i, isSubscribe ? StateSubscribed : StateFree);
                return i;
            }
        }

        return -1;
    }

    // Identifiers behind the last, up to the nearest that is taken by a request.
    internal int FreeAfter(int last, int free)
    {
        for (int i = 0; i < _identifiers.Length; i++)
        {
            if (_identifiers[i] != 0)
            {
                free = PacketIdentifiers.Nearer(last, _identifiers[i], free);
            }
        }

        return free;
    }

    // A new connection: unanswered requests are made again, and all of them when the server has no session.
    internal void Restart(bool isSessionPresent)
    {
        for (int i = 0; i < _states.Length; i++)
        {
            _identifiers[i] = 0;
            switch (_states[i])
            {
                case StateSubscribing:
                case StateSubscribed:
                    if (_states[i] == StateSubscribing || !isSessionPresent)
                    {
                        Set(i, StateToSubscribe);
                    }

                    break;
                case StateToUnsubscribe:
                case StateUnsubscribing:
                    Set(i, isSessionPresent ? StateToUnsubscribe : StateFree);
                    break;
                default:
                    break;
            }
        }
    }

    private static bool IsRequestDue(byte state) => state == StateToSubscribe || state == StateToUnsubscribe;

    private void Set(int index, byte state)
    {
        _due += (IsRequestDue(state) ? 1 : 0) - (IsRequestDue(_states[index]) ? 1 : 0);
        _states[index] = state;
    }

    private int Find(TopicFilter filter)
    {
        for (int i = 0; i < _filters.Length; i++)
        {
            if (_states[i] != StateFree && IsSame(_filters[i], filter))
            {
                return i;
            }
        }

        return -1;
    }

    private int FirstFree()
    {
        for (int i = 0; i < _states.Length; i++)
        {
            if (_states[i] == StateFree)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsSame(TopicFilter one, TopicFilter other) => Field.IsSame(
        one.Utf8Bytes, 0, one.Utf8Bytes.Length, other.Utf8Bytes, 0, other.Utf8Bytes.Length);
}
