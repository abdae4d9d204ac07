using System.Text;
using Edge.Mqtt;

namespace Edge.Bridge.Sessions;

/// <summary>One device's session, which lasts as long as its connection: who it is, what it is subscribed to, its will.</summary>
internal sealed class DeviceSession : IMqttServerHandler
{
    private readonly MqttServerConnection _connection;
    private readonly IDeviceOwner _owner;
    private readonly Dictionary<string, (TopicFilter Filter, QualityOfService Granted)> _subscriptions = [];

    // What its connection has no room for yet. The broker sends only so much ahead of our acknowledgements.
    private readonly Queue<(Topic Topic, byte[] Payload, bool IsRetained, int Token)> _waiting = [];
    private bool _isKnown;

    /// <param name="link">The link on which it comes.</param>
    /// <param name="options">What it may use.</param>
    /// <param name="stream">The way to it.</param>
    /// <param name="isReopening">True for a line that waits for the next device when one has gone.</param>
    /// <param name="owner">Decides and is told.</param>
    public DeviceSession(
        string link, MqttServerOptions options, IByteStream stream, bool isReopening, IDeviceOwner owner)
    {
        Link = link;
        _owner = owner;
        _connection = new MqttServerConnection(options, stream, isReopening, this);
    }

    /// <summary>The name of the link on which it comes.</summary>
    public string Link { get; }

    /// <summary>The client identifier; empty before the CONNECT.</summary>
    public string ClientId { get; private set; } = "";

    /// <summary>Its will, or null.</summary>
    public DeviceWill? Will { get; private set; }

    /// <summary>The stream is used up.</summary>
    public bool IsOver => _connection.IsOver;

    /// <summary>The filters it is subscribed to.</summary>
    public IEnumerable<TopicFilter> Filters => _subscriptions.Values.Select(subscription => subscription.Filter);

    /// <summary>State and counters.</summary>
    public Session Session => _connection.Session;

    /// <summary>Does what is due.</summary>
    public int Poll(long now) => _connection.Poll(now);

    /// <summary>The highest QoS at which it wants a topic, or null when no filter matches (3.3.5-1).</summary>
    public QualityOfService? Wanted(Topic topic)
    {
        QualityOfService? wanted = null;
        foreach ((TopicFilter filter, QualityOfService granted) in _subscriptions.Values)
        {
            if ((wanted == null || granted > wanted) && filter.Matches(topic.Utf8Bytes, 0, topic.Utf8Bytes.Length))
            {
                wanted = granted;
            }
        }

        return wanted;
    }

    /// <summary>Its will, once: it is published one time at most.</summary>
    public DeviceWill? TakeWill()
    {
        DeviceWill? will = Will;
        Will = null;
        return will;
    }

    /// <summary>Sends a message down to it. With QoS 1 it waits when there is no room.</summary>
    public PublishResult Publish(
        Topic topic, ArraySegment<byte> payload, QualityOfService qualityOfService, bool isRetained, int token)
    {
        bool isPatient = qualityOfService != QualityOfService.AtMostOnce;
        PublishResult result = isPatient && _waiting.Count > 0
            ? PublishResult.RefusedFull
            : _connection.Publish(
                topic, payload.Array!, payload.Offset, payload.Count, qualityOfService, isRetained, token);
        if (isPatient && result == PublishResult.RefusedFull)
        {
            _waiting.Enqueue((topic, payload.ToArray(), isRetained, token));
            return PublishResult.Queued;
        }

        return result;
    }

    /// <summary>Acknowledges a message that it published.</summary>
    public void Acknowledge(int delivery) => _connection.Acknowledge(delivery);

    /// <summary>Ends its connection soon.</summary>
    public void Close(DisconnectReason reason) => _connection.Close(reason);

    /// <inheritdoc/>
    public ConnectReturnCode OnConnect(ConnectPacket connect, out SessionState? state, out bool isSessionPresent)
    {
        // A session lasts as long as its connection.
        state = null;
        isSessionPresent = false;
        ClientId = connect.ClientIdLength == 0
            ? "auto-" + Guid.NewGuid().ToString("N")
            : Encoding.UTF8.GetString(connect.Buffer, connect.ClientIdOffset, connect.ClientIdLength);
        Will = DeviceWill.From(connect);
        ConnectReturnCode answer = _owner.OnDeviceConnecting(this);
        _isKnown = answer == ConnectReturnCode.Accepted;
        return answer;
    }

    /// <inheritdoc/>
    public bool OnPublishReceived(PublishPacket publish) => _owner.OnDevicePublish(this, publish);

    /// <inheritdoc/>
    public void OnPublishAcknowledged(int token)
    {
        _owner.OnDeviceAcknowledged(this, token);
        while (_waiting.TryPeek(out (Topic Topic, byte[] Payload, bool IsRetained, int Token) next)
            && _connection.Publish(
                next.Topic, next.Payload, 0, next.Payload.Length, QualityOfService.AtLeastOnce, next.IsRetained, next.Token)
                < PublishResult.RefusedFull)
        {
            _waiting.Dequeue();
        }
    }

    /// <inheritdoc/>
    public void OnPublishDropped(int token)
    {
        // Nothing is dropped here: what has no room is refused.
    }

    /// <inheritdoc/>
    public bool OnSubscribe(TopicFilter filter, QualityOfService requested, out QualityOfService granted)
    {
        granted = requested > QualityOfService.AtLeastOnce ? QualityOfService.AtLeastOnce : requested;
        if (!_owner.OnDeviceSubscribe(filter))
        {
            return false;
        }

        string name = filter.ToString();
        if (_subscriptions.ContainsKey(name))
        {
            // 3.8.4-3: the same filter again replaces the subscription; the owner counts it once.
            _owner.OnDeviceUnsubscribe(filter);
        }

        _subscriptions[name] = (filter, granted);
        return true;
    }

    /// <inheritdoc/>
    public void OnUnsubscribe(TopicFilter filter)
    {
        if (_subscriptions.Remove(filter.ToString()))
        {
            _owner.OnDeviceUnsubscribe(filter);
        }
    }

    /// <inheritdoc/>
    public void OnDisconnected(DisconnectReason reason)
    {
        if (_isKnown)
        {
            _isKnown = false;
            _owner.OnDeviceGone(this, reason);
        }

        _subscriptions.Clear();
        _waiting.Clear();
        Will = null;
        ClientId = "";
    }
}
