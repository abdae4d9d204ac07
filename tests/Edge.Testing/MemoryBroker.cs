using System.Text;
using Edge.Mqtt;
using Edge.Simulation;

namespace Edge.Testing;

/// <summary>A broker on a simulated network that writes down what it has acknowledged, and passes messages on to whoever
/// is subscribed on the same connection.</summary>
public sealed class MemoryBroker(Func<long> clock)
{
    private readonly List<Connection> _connections = [];

    /// <summary>Topic and payload of every message, in order, repetitions included.</summary>
    public List<(string Topic, string Payload)> Messages { get; } = [];

    /// <summary>The will of every connection so far.</summary>
    public List<(string Topic, string Payload, bool IsRetained)> Wills { get; } = [];

    /// <summary>Neither reads nor says anything.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Takes a new connection.</summary>
    public void Accept(SimulatedSocket socket) => _connections.Add(new Connection(this, socket));

    /// <summary>Publishes to every connection.</summary>
    public void Publish(string topic, string payload, bool isRetained = false)
    {
        foreach (Connection connection in _connections)
        {
            connection.Publish(topic, payload, isRetained);
        }
    }

    /// <summary>Messages to clients that are not acknowledged.</summary>
    public int Unacknowledged => _connections.Sum(connection => connection.Unacknowledged);

    /// <summary>Does what is due on all connections.</summary>
    /// <returns>Milliseconds until it wants to be polled again.</returns>
    public int Poll()
    {
        if (IsSilent)
        {
            return Deadline.Idle;
        }

        int waitMs = Deadline.Idle;
        foreach (Connection connection in _connections.ToArray())
        {
            waitMs = Deadline.Earlier(waitMs, connection.Poll(clock()));
        }

        _connections.RemoveAll(connection => connection.IsOver);
        return waitMs;
    }

    private sealed class Connection : IMqttServerHandler
    {
        private readonly MemoryBroker _broker;
        private readonly MqttServerConnection _connection;

        public Connection(MemoryBroker broker, SimulatedSocket socket)
        {
            _broker = broker;
            _connection = new MqttServerConnection(new MqttServerOptions { LogBytes = 65_536 }, socket, false, this);
        }

        public bool IsOver => _connection.IsOver;

        public int Unacknowledged => _connection.Session.QueuedMessages;

        public int Poll(long now) => _connection.Poll(now);

        public void Publish(string topic, string payload, bool isRetained)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(payload);
            _connection.Publish(new Topic(topic), bytes, 0, bytes.Length, QualityOfService.AtLeastOnce, isRetained, 0);
        }

        public ConnectReturnCode OnConnect(ConnectPacket connect, out SessionState? state, out bool isSessionPresent)
        {
            state = null;
            isSessionPresent = false;
            if (connect.HasWill)
            {
                _broker.Wills.Add((
                    Encoding.UTF8.GetString(connect.Buffer, connect.WillTopicOffset, connect.WillTopicLength),
                    Encoding.UTF8.GetString(connect.Buffer, connect.WillPayloadOffset, connect.WillPayloadLength),
                    connect.IsWillRetained));
            }

            return ConnectReturnCode.Accepted;
        }

        public void OnPublishDropped(int token)
        {
        }

        public bool OnPublishReceived(Message message)
        {
            string topic = Encoding.UTF8.GetString(message.TopicBuffer, message.TopicOffset, message.TopicLength);
            string payload = Encoding.UTF8.GetString(message.PayloadBuffer, message.PayloadOffset, message.PayloadLength);
            _broker.Messages.Add((topic, payload));
            return true;
        }

        public void OnPublishAcknowledged(int token)
        {
        }

        public bool OnSubscribe(TopicFilter filter, QualityOfService requested, out QualityOfService granted)
        {
            granted = requested;
            return true;
        }

        public void OnUnsubscribe(TopicFilter filter)
        {
        }

        public void OnDisconnected(DisconnectReason reason)
        {
        }
    }
}
