using System.Text;
using Edge.Bridge.Guard;
using Edge.Bridge.Journals;
using Edge.Mqtt;

namespace Edge.Bridge.Sessions;

/// <summary>A connection over which a device speaks MQTT 3.1.1. On a line the same object waits for the next
/// device.</summary>
internal sealed class MqttConnection : DeviceConnection, IMqttServerHandler
{
    private readonly MqttServerConnection _connection;
    private readonly LinkGuard _guard;
    private readonly MqttServerOptions _options;
    private readonly IDeviceOwner _owner;
    private readonly GatedStream _stream;
    private bool _isOpenDue;

    /// <param name="link">The link on which it comes.</param>
    /// <param name="guard">Stands before its session.</param>
    /// <param name="options">What it may use.</param>
    /// <param name="stream">The way to it.</param>
    /// <param name="isReopening">True for a line that waits for the next device when one has gone.</param>
    /// <param name="owner">Decides and is told.</param>
    public MqttConnection(
        string link, LinkGuard guard, MqttServerOptions options, IByteStream stream, bool isReopening, IDeviceOwner owner)
        : base(link)
    {
        _guard = guard;
        _options = options;
        _owner = owner;
        _stream = new GatedStream(stream);
        _connection = new MqttServerConnection(options, _stream, isReopening, this);
    }

    /// <summary>The stream is used up.</summary>
    public bool IsOver => _connection.IsOver;

    /// <inheritdoc/>
    public override string LastViolation => _connection.Session.LastViolation.ToString();

    /// <inheritdoc/>
    public override Exception? LastFailure => _connection.Session.LastHandlerFailure;

    /// <summary>Does what is due.</summary>
    public int Poll(long now)
    {
        int waitMs = _connection.Poll(now);
        if (Device is { } device && _connection.Session.IsConnected)
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

    /// <inheritdoc/>
    public override bool SendAtMostOnce(Topic topic, ArraySegment<byte> payload, bool isRetained) => _connection.Publish(
        topic, payload.Array!, payload.Offset, payload.Count, QualityOfService.AtMostOnce, isRetained, 0)
        < PublishResult.RefusedFull;

    /// <inheritdoc/>
    public override bool Send(Delivery delivery, bool isResend)
    {
        StoredMessage message = delivery.Message;
        return _connection.PublishKept(
            delivery.Identifier, isResend, message.Topic, message.Payload, delivery.QualityOfService, message.IsRetained,
            delivery.Token) < PublishResult.RefusedFull;
    }

    /// <inheritdoc/>
    /// <remarks>MQTT 3.1.1 has no other word for it (3.3.5-2).</remarks>
    public override void Refuse(int delivery, bool isForever) => Close(DisconnectReason.Closed);

    /// <inheritdoc/>
    public override void Close(DisconnectReason reason) => _connection.Close(reason);

    /// <inheritdoc/>
    public ConnectReturnCode OnConnect(ConnectPacket connect, out SessionState? state, out bool isSessionPresent)
    {
        state = null;
        isSessionPresent = false;
        string clientId = connect.ClientIdLength == 0
            ? "auto-" + Guid.NewGuid().ToString("N")
            : Encoding.UTF8.GetString(connect.Buffer, connect.ClientIdOffset, connect.ClientIdLength);
        ConnectReturnCode answer = _guard.Admit(connect, out TopicRules rules, out string? why);
        Introduce(clientId, rules);
        if (why != null)
        {
            _owner.OnDeviceRefused(this, why);
            return answer;
        }

        DeviceSession? device = _owner.OnDeviceConnecting(
            this, connect.IsCleanSession, false, DeviceWill.From(connect), out isSessionPresent);
        if (device == null)
        {
            return ConnectReturnCode.ServerUnavailable;
        }

        Attach(device, _stream);
        _isOpenDue = true;
        state = new SessionState(
            _options.LogBytes, Math.Max(_options.InFlightMax, device.Store.ReleasedCount), _options.InboundMax,
            WhenFull.Refuse, device.Store, false);
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

        Introduce("", TopicRules.Nothing);
    }

    /// <inheritdoc/>
    protected override void Acknowledge(int delivery) => _connection.Acknowledge(delivery);

    /// <inheritdoc/>
    protected override void OnDetached() => _isOpenDue = false;
}
