using Edge.Bridge.Gateway;
using Edge.Bridge.Journals;

namespace Edge.Bridge.Sessions;

/// <summary>What the standard calls session state (MQTT 4.1), of one device: its subscriptions, what waits for it, its will.
/// It is in the journal, so that the device does not notice when the bridge is restarted.</summary>
internal sealed class DeviceSession
{
    private readonly Dictionary<string, (TopicFilter Filter, QualityOfService Granted)> _subscriptions = [];

    /// <param name="stored">As the journal keeps it.</param>
    /// <param name="store">Its identifiers and messages.</param>
    public DeviceSession(StoredSession stored, JournalSession store)
    {
        Stored = stored;
        Store = store;
        foreach ((TopicFilter filter, QualityOfService granted) in stored.Subscriptions)
        {
            Subscribe(filter, granted);
        }

        foreach (Topic topic in stored.Topics)
        {
            Topics.Add(topic, stored.Topics.Count);
        }
    }

    /// <summary>As the journal keeps it, but for its subscriptions.</summary>
    public StoredSession Stored { get; set; }

    /// <summary>Its row.</summary>
    public long Id => Stored.Id;

    /// <summary>Whose it is.</summary>
    public string ClientId => Stored.ClientId;

    /// <summary>Its identifiers and messages.</summary>
    public JournalSession Store { get; }

    /// <summary>The connection that has it, or null while the device is away.</summary>
    public DeviceConnection? Connection { get; set; }

    /// <summary>Its topics by number; only in MQTT-SN they have one.</summary>
    public TopicRegistry Topics { get; } = new();

    /// <summary>What it is subscribed to.</summary>
    public IEnumerable<(TopicFilter Filter, QualityOfService Granted)> Subscriptions => _subscriptions.Values;

    /// <summary>Adds a subscription, or changes its QoS (3.8.4-3).</summary>
    /// <returns>True when it is new.</returns>
    public bool Subscribe(TopicFilter filter, QualityOfService granted)
    {
        string name = filter.ToString();
        bool isNew = !_subscriptions.ContainsKey(name);
        _subscriptions[name] = (filter, granted);
        return isNew;
    }

    /// <summary>Takes a subscription out.</summary>
    /// <returns>False when there was none such.</returns>
    public bool Unsubscribe(TopicFilter filter) => _subscriptions.Remove(filter.ToString());
}
