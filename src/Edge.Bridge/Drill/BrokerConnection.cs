using Edge.Bridge.Loop;
using Edge.Mqtt;
using Edge.Transports;

namespace Edge.Bridge.Drill;

/// <summary>One connection of a client to the <see cref="RecordingBroker"/>. Only on the broker's loop.</summary>
internal sealed class BrokerConnection : IMqttServerHandler, ILoopTask
{
    private readonly RecordingBroker _broker;
    private readonly TcpStream _stream;
    private readonly LoopSlot _slot;
    private readonly MqttServerConnection _connection;

    /// <param name="broker">Whose it is.</param>
    /// <param name="stream">The way to the client.</param>
    /// <param name="slot">Its place in the loop.</param>
    public BrokerConnection(RecordingBroker broker, TcpStream stream, LoopSlot slot)
    {
        _broker = broker;
        _stream = stream;
        _slot = slot;
        MqttServerOptions options = new() { ReceiveBytes = 4096, PacketBytesMax = 65_536, SendBytes = 16_384 };
        _connection = new MqttServerConnection(options, stream, false, this);
    }

    /// <summary>The client is connected.</summary>
    public bool IsConnected => _connection.Session.IsConnected;

    /// <summary>Sends a message of a flow.</summary>
    /// <returns>False when there is no room now.</returns>
    public bool Publish(Flow flow, int number)
    {
        byte[] payload = Flow.Payload(number);
        return _connection.Publish(
            flow.Topic, payload, 0, payload.Length, flow.QualityOfService, false, flow.Token(number))
            < PublishResult.RefusedFull;
    }

    /// <summary>Breaks, as when the broker is killed; nothing is said or taken any more.</summary>
    public void Break()
    {
        EventLoop.Remove(_slot);
        _stream.Close();
    }

    /// <summary>Ends soon: another connection has the session.</summary>
    public void Close() => _connection.Close(DisconnectReason.Closed);

    /// <inheritdoc/>
    public int Poll(long now)
    {
        int waitMs = _connection.Poll(now);
        if (_connection.IsOver && _slot.Task != null)
        {
            EventLoop.Remove(_slot);
            _broker.Gone(this);
        }

        return waitMs;
    }

    /// <inheritdoc/>
    public ConnectReturnCode OnConnect(ConnectPacket connect, out SessionState? state, out bool isSessionPresent)
    {
        isSessionPresent = _broker.Connected(this, connect, out SessionState kept);
        state = kept;
        return ConnectReturnCode.Accepted;
    }

    /// <inheritdoc/>
    public bool OnPublishReceived(Message message)
    {
        _broker.Record(message);
        return true;
    }

    /// <inheritdoc/>
    public void OnPublishAcknowledged(int token) => _broker.Acknowledged(token);

    /// <inheritdoc/>
    public void OnPublishDropped(int token)
    {
        // Nothing is dropped here: what has no room waits.
    }

    /// <inheritdoc/>
    public bool OnSubscribe(TopicFilter filter, QualityOfService requested, out QualityOfService granted)
    {
        granted = requested;
        _broker.Subscribed();
        return true;
    }

    /// <inheritdoc/>
    public void OnUnsubscribe(TopicFilter filter)
    {
        // What is published then goes to nobody, which no drill does.
    }

    /// <inheritdoc/>
    public void OnDisconnected(DisconnectReason reason)
    {
        // The session stays.
    }
}
