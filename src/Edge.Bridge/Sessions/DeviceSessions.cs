using Edge.Bridge.Journals;

namespace Edge.Bridge.Sessions;

/// <summary>All devices' sessions, those that are away included, and who is subscribed to what.</summary>
internal sealed class DeviceSessions
{
    private readonly Journal _journal;
    private readonly Func<long> _utcNow;
    private readonly long _expiryMs;
    private readonly long _begin;
    private readonly Dictionary<string, DeviceSession> _byClientId = [];
    private readonly UpstreamFilters _upstream = new();
    private long _lastId;

    /// <param name="journal">Keeps them.</param>
    /// <param name="settings">How long a session waits for its device, and how much is under way to one.</param>
    /// <param name="utcNow">Milliseconds since 1970, UTC.</param>
    public DeviceSessions(Journal journal, CustodySettings settings, Func<long> utcNow)
    {
        _journal = journal;
        _utcNow = utcNow;
        _expiryMs = (long)settings.Journal.SessionExpiry.TotalMilliseconds;
        _begin = utcNow();
        _lastId = journal.Contents.LastSession;
        foreach (StoredSession stored in journal.Contents.Sessions)
        {
            Restore(stored, settings.DeviceInFlight);
        }
    }

    /// <summary>Who is subscribed to what.</summary>
    public SubscriptionTree Tree { get; } = new();

    /// <summary>Who has just subscribed, and is waiting for retained messages.</summary>
    public RetainedRequests Requests { get; } = new();

    /// <summary>All sessions.</summary>
    public IReadOnlyCollection<DeviceSession> All => _byClientId.Values;

    /// <summary>What the broker is to be asked for.</summary>
    public IEnumerable<TopicFilter> Filters => _byClientId.Values
        .SelectMany(device => device.Subscriptions.Select(subscription => subscription.Filter))
        .DistinctBy(filter => filter.ToString());

    /// <summary>The session of a client, or null.</summary>
    public DeviceSession? Find(string clientId) => _byClientId.GetValueOrDefault(clientId);

    /// <summary>True when a session has been removed.</summary>
    public bool IsOver(DeviceSession device) => Find(device.ClientId) != device;

    /// <summary>Begins a session.</summary>
    public DeviceSession Create(string clientId, bool isClean, string link)
    {
        StoredSession stored = new(++_lastId, clientId, isClean, null, null) { Link = link };
        DeviceSession device = new(stored, new JournalSession(_journal, stored.Id, new StoredRecipient(), 0));
        _byClientId[clientId] = device;
        return device;
    }

    /// <summary>A session subscribes; its device is told when that is durable.</summary>
    public void Subscribe(DeviceSession device, TopicFilter filter, QualityOfService granted)
    {
        if (device.Subscribe(filter, granted))
        {
            _upstream.Add(filter);
        }

        Tree.Add(filter, device, granted);
        Requests.Add(device, filter, granted);
        long id = device.Id;
        device.Store.Write(file => file.PutSubscription(id, filter, granted));
    }

    /// <summary>A session gives a filter up.</summary>
    /// <returns>True when nobody else is subscribed to it.</returns>
    public bool Unsubscribe(DeviceSession device, TopicFilter filter)
    {
        if (!device.Unsubscribe(filter))
        {
            return false;
        }

        Tree.Remove(filter, device);
        Requests.Remove(device, filter);
        long id = device.Id;
        device.Store.Write(file => file.RemoveSubscription(id, filter));
        return _upstream.Remove(filter);
    }

    /// <summary>Forgets a session; in the journal its owner ends it.</summary>
    /// <returns>The filters to which nobody is subscribed any more.</returns>
    public List<TopicFilter> Remove(DeviceSession device)
    {
        List<TopicFilter> unwanted = [];
        foreach ((TopicFilter filter, _) in device.Subscriptions)
        {
            Tree.Remove(filter, device);
            if (_upstream.Remove(filter))
            {
                unwanted.Add(filter);
            }
        }

        Requests.Remove(device);
        _byClientId.Remove(device.ClientId);
        return unwanted;
    }

    /// <summary>Looks for devices that did not come back.</summary>
    /// <param name="willDue">A device that was connected when the bridge ended has not come back in time.</param>
    /// <param name="expired">A session has waited for too long.</param>
    public void Expire(Action<DeviceSession, StoredWill> willDue, Action<DeviceSession> expired)
    {
        long now = _utcNow();
        foreach (DeviceSession device in _byClientId.Values.Where(device => device.Connection == null).ToList())
        {
            StoredSession stored = device.Stored;
            bool isWillWaiting = stored.Will != null && stored.DisconnectedAt == null;
            if (isWillWaiting && now - _begin >= stored.Will!.GraceMs)
            {
                device.Stored = stored with { Will = null, DisconnectedAt = _begin };
                willDue(device, stored.Will);
            }
            else if (!isWillWaiting && (stored.IsClean || now - (stored.DisconnectedAt ?? _begin) >= _expiryMs))
            {
                expired(device);
            }
        }
    }

    private void Restore(StoredSession stored, int windowMax)
    {
        DeviceSession device = new(
            stored, new JournalSession(_journal, stored.Id, _journal.Contents.Recipient(stored.Id), windowMax));
        _byClientId[stored.ClientId] = device;
        foreach ((TopicFilter filter, QualityOfService granted) in device.Subscriptions)
        {
            _upstream.Add(filter);
            Tree.Add(filter, device, granted);
        }
    }
}
