namespace Edge.MqttSn;

/// <summary>What a client is subscribed to. No CONNACK tells whether the gateway still has the session, so everything is
/// asked for again after each (MQTT-SN 1.2 §6.9).</summary>
internal sealed class Subscriptions
{
    private const byte StateFree = 0;
    private const byte StateToSubscribe = 1;
    private const byte StateSubscribed = 2;
    private const byte StateToUnsubscribe = 3;

    private readonly TopicFilter[] _filters;
    private readonly byte[] _states;
    private readonly byte[] _qualitiesOfService;

    // Entries with a request to send: spares the hot path the look at all of them.
    private int _due;

    internal Subscriptions(int subscriptionsMax)
    {
        _filters = new TopicFilter[subscriptionsMax];
        _states = new byte[subscriptionsMax];
        _qualitiesOfService = new byte[subscriptionsMax];
    }

    internal TopicFilter Filter(int index) => _filters[index];

    internal int QualityOfService(int index) => _qualitiesOfService[index];

    internal bool IsToSubscribe(int index) => _states[index] == StateToSubscribe;

    internal bool IsToUnsubscribe(int index) => _states[index] == StateToUnsubscribe;

    // Adds a filter, or asks again for one that is there; false when there is no room.
    internal bool Add(TopicFilter filter, QualityOfService qualityOfService)
    {
        int index = Find(filter);
        for (int i = 0; i < _states.Length && index < 0; i++)
        {
            index = _states[i] == StateFree ? i : -1;
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
        if (index >= 0)
        {
            Set(index, StateToUnsubscribe);
        }

        return index >= 0;
    }

    // The next entry with a request to send, or -1.
    internal int NextDue()
    {
        for (int i = 0; _due > 0 && i < _states.Length; i++)
        {
            if (IsRequestDue(_states[i]))
            {
                return i;
            }
        }

        return -1;
    }

    // A request was answered.
    internal void Answered(int index, bool isSubscribe) => Set(index, isSubscribe ? StateSubscribed : StateFree);

    internal void Restart()
    {
        for (int i = 0; i < _states.Length; i++)
        {
            if (_states[i] == StateSubscribed)
            {
                Set(i, StateToSubscribe);
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
        byte[] name = filter.Utf8Bytes;
        for (int i = 0; i < _filters.Length; i++)
        {
            if (_states[i] != StateFree && _filters[i].Utf8Bytes.Length == name.Length
                && Bytes.AreSame(_filters[i].Utf8Bytes, 0, name, 0, name.Length))
            {
                return i;
            }
        }

        return -1;
    }
}
