using System.Text;
using Edge.Bridge.Guard;
using Edge.Bridge.Journals;
using Edge.Mqtt;

namespace Edge.Bridge.Sessions;

/// <summary>One device's connection, for as long as that lasts: what it says goes to custody, what waits in its session
/// goes to it. On a line the same object waits for the next device.</summary>
internal sealed class DeviceConnection : IMqttServerHandler, IOutboxTarget
{
    private readonly MqttServerConnection _connection;
    private readonly LinkGuard _guard;
    private readonly MqttServerOptions _options;
    private readonly IDeviceOwner _owner;
    private readonly GatedStream _stream;
    private readonly List<ParkedMessage> _parked = [];
    private bool _isOpenDue;

    /// <param name="link">The link on which it comes.</param>
    /// <param name="guard">Stands before its session.</param>
    /// <param name="options">What it may use.</param>
    /// <param name="stream">The way to it.</param>
    /// <param name="isReopening">True for a line that waits for the next device when one has gone.</param>
    /// <param name="owner">Decides and is told.</param>
    public DeviceConnection(
        string link, LinkGuard guard, MqttServerOptions options, IByteStream stream, bool isReopening, IDeviceOwner owner)
    {
        Link = link;
        _guard = guard;
        _options = options;
        _owner = owner;
        _stream = new GatedStream(stream);
        _connection = new MqttServerConnection(options, _stream, isReopening, this);
    }

    /// <summary>The name of the link on which it comes.</summary>
    public string Link { get; }

    /// <summary>The session that it has; null before the CONNECT.</summary>
    public DeviceSession? Device { get; private set; }

    /// <summary>The client identifier; empty before the CONNECT.</summary>
    public string ClientId { get; private set; } = "";

    /// <summary>Where its device may publish, and what it may subscribe to.</summary>
    public TopicRules Rules { get; private set; } = TopicRules.Nothing;

    /// <summary>Counts the devices that have come on it: what belongs to an earlier one is void.</summary>
    public int Generation { get; private set; }

    /// <summary>The stream is used up.</summary>
    public bool IsOver => _connection.IsOver;

    /// <summary>State and counters.</summary>
    public Session Session => _connection.Session;

    /// <summary>Does what is due.</summary>
    public int Poll(long now)
    {
        int waitMs = _connection.Poll(now);
        if (Device is { } device && Session.IsConnected)
        {
            if (_isOpenDue)
            {
                _isOpenDue = false;
                device.Store.Outbox.Open(this, _options.InFlightMax);
            }

            // Room may have come.
            device.Store.Outbox.Pump();
        }

        return waitMs;
    }

    /// <summary>Sends a message of QoS 0; it is gone when there is no room for it.</summary>
    /// <returns>False when it is.</returns>
    public bool SendAtMostOnce(Topic topic, ArraySegment<byte> payload, bool isRetained) => _connection.Publish(
        topic, payload.Array!, payload.Offset, payload.Count, QualityOfService.AtMostOnce, isRetained, 0)
        < PublishResult.RefusedFull;

    /// <inheritdoc/>
    public bool Send(Delivery delivery, bool isResend)
    {
        StoredMessage message = delivery.Message;
        return _connection.PublishKept(
            delivery.Identifier, isResend, message.Topic, message.Payload, delivery.QualityOfService, message.IsRetained,
            delivery.Token) < PublishResult.RefusedFull;
    }

    /// <summary>Acknowledges a message that this device has published, if it is still the one.</summary>
    public void Acknowledge(int generation, int delivery)
    {
        if (generation == Generation)
        {
            _connection.Acknowledge(delivery);
        }
    }

    /// <summary>A message of its is waiting for room; it comes again if the connection ends before.</summary>
    public void Park(ParkedMessage message)
    {
        _parked.RemoveAll(parked => !parked.IsParked);
        _parked.Add(message);
    }

    /// <summary>Ends its connection soon.</summary>
    public void Close(DisconnectReason reason) => _connection.Close(reason);

    /// <summary>Another connection has its session now, or the session is over.</summary>
    public void Detach()
    {
        if (Device is not { } device)
        {
            return;
        }

        Generation++;
        Device = null;
        _isOpenDue = false;
        _parked.ForEach(parked => parked.Withdraw());
        _parked.Clear();
        device.Connection = null;
        device.Store.Stream = null;
        device.Store.Outbox.Close();
    }

    /// <inheritdoc/>
    public ConnectReturnCode OnConnect(ConnectPacket connect, out SessionState? state, out bool isSessionPresent)
    {
        state = null;
        isSessionPresent = false;
        Generation++;
        ClientId = connect.ClientIdLength == 0
            ? "auto-" + Guid.NewGuid().ToString("N")
            : Encoding.UTF8.GetString(connect.Buffer, connect.ClientIdOffset, connect.ClientIdLength);
        ConnectReturnCode answer = _guard.Admit(connect, out TopicRules rules, out string? why);
        Rules = rules;
        if (why != null)
        {
            _owner.OnDeviceRefused(this, why);
            return answer;
        }

        answer = _owner.OnDeviceConnecting(this, connect, out DeviceSession? device, out isSessionPresent);
        if (answer != ConnectReturnCode.Accepted)
        {
            return answer;
        }

        Device = device!;
        Device.Connection = this;
        Device.Store.Stream = _stream;
        _isOpenDue = true;
        state = new SessionState(
            _options.LogBytes, Math.Max(_options.InFlightMax, Device.Store.ReleasedCount), _options.InboundMax,
            WhenFull.Refuse, Device.Store, false);
        _stream.Hold();
        _owner.OnDeviceConnected(this, _stream.Release);
        return answer;
    }

    /// <inheritdoc/>
    public bool OnPublishReceived(Message message) => _owner.OnDevicePublish(this, message);

    /// <inheritdoc/>
    public void OnPublishAcknowledged(int token)
    {
        if (token != 0 && Device is { } device)
        {
            device.Store.Acknowledged(token);
            device.Store.Outbox.Pump();
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
        granted = requested;
        return _owner.OnDeviceSubscribe(this, filter, granted);
    }

    /// <inheritdoc/>
    public void OnUnsubscribe(TopicFilter filter) => _owner.OnDeviceUnsubscribe(this, filter);

    /// <inheritdoc/>
    public void OnDisconnected(DisconnectReason reason)
    {
        if (Device != null)
        {
            _owner.OnDeviceGone(this, reason);
        }

        ClientId = "";
    }
}
