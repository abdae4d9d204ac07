using System.Globalization;
using System.Text;
using Edge.Mqtt;
using Edge.Simulation;

namespace Edge.Bridge.Tests.Simulation;

/// <summary>A broker that keeps the bridge's session over connections, as a real one does: it writes down what it takes, each
/// QoS 2 message once, and sends commands of QoS 1 and 2 that are queued while the bridge is away.</summary>
internal sealed class SimulatedBroker(Func<long> clock)
{
    private readonly List<Connection> _connections = [];
    private readonly Queue<Command> _waiting = [];
    private readonly Dictionary<int, Command> _underWay = [];
    private readonly SessionState _session = new(60_000, 20, 100, WhenFull.Refuse, null, false);
    private bool _hasSession;
    private int _lastToken;

    /// <summary>Topic and number of every message that it took, in order.</summary>
    public List<(string Topic, int Number)> Taken { get; } = [];

    /// <summary>Commands that the bridge has acknowledged, by topic.</summary>
    public Dictionary<string, HashSet<int>> Acknowledged { get; } = [];

    /// <summary>Commands that the bridge has not acknowledged.</summary>
    public int Unacknowledged => _waiting.Count + _underWay.Count;

    public void Accept(SimulatedSocket socket) => _connections.Add(new Connection(this, socket));

    /// <summary>Sends a command to whoever is subscribed.</summary>
    public void Command(string topic, int number, QualityOfService qualityOfService, int paddingBytes = 0) =>
        _waiting.Enqueue(new Command(topic, number, qualityOfService, new string('.', paddingBytes)));

    public void Poll()
    {
        foreach (Connection connection in _connections.ToArray())
        {
            connection.Poll(clock());
        }

        _connections.RemoveAll(connection => connection.IsOver);
    }

    private sealed class Connection : IMqttServerHandler
    {
        private readonly SimulatedBroker _broker;
        private readonly MqttServerConnection _connection;
        private bool _isCurrent;

        public Connection(SimulatedBroker broker, SimulatedSocket socket)
        {
            _broker = broker;
            _connection = new MqttServerConnection(new MqttServerOptions { ReceiveBytes = 512, PacketBytesMax = 100_000 }, socket, false, this);
        }

        public bool IsOver => _connection.IsOver;

        public void Poll(long now)
        {
            _connection.Poll(now);
            while (_isCurrent && _connection.Session.IsConnected && _broker._waiting.TryPeek(out Command? command))
            {
                int token = ++_broker._lastToken;
                byte[] payload = Encoding.ASCII.GetBytes(command.Number.ToString(CultureInfo.InvariantCulture) + command.Padding);
                if (_connection.Publish(
                    new Topic(command.Topic), payload, 0, payload.Length, command.QualityOfService, false, token)
                    >= PublishResult.RefusedFull)
                {
                    break;
                }

                _broker._underWay[token] = _broker._waiting.Dequeue();
            }
        }

        public ConnectReturnCode OnConnect(ConnectPacket connect, out SessionState? state, out bool isSessionPresent)
        {
            foreach (Connection other in _broker._connections)
            {
                if (other != this && other._isCurrent)
                {
                    other._isCurrent = false;
                    other._connection.Close(DisconnectReason.Closed);
                }
            }

            state = _broker._session;
            isSessionPresent = _broker._hasSession;
            _broker._hasSession = true;
            _isCurrent = true;
            return ConnectReturnCode.Accepted;
        }

        public bool OnPublishReceived(Message message)
        {
            string topic = Encoding.UTF8.GetString(message.TopicBuffer, message.TopicOffset, message.TopicLength);
            string payload = Encoding.UTF8.GetString(message.PayloadBuffer, message.PayloadOffset, message.PayloadLength);
            // What strangers say has no number.
            if (int.TryParse(payload.AsSpan().TrimEnd('.'), CultureInfo.InvariantCulture, out int number))
            {
                _broker.Taken.Add((topic, number));
            }

            return true;
        }

        public void OnPublishAcknowledged(int token)
        {
            if (_broker._underWay.Remove(token, out Command? command))
            {
                if (!_broker.Acknowledged.TryGetValue(command.Topic, out HashSet<int>? numbers))
                {
                    numbers = [];
                    _broker.Acknowledged[command.Topic] = numbers;
                }

                numbers.Add(command.Number);
            }
        }

        public void OnPublishDropped(int token)
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

        public void OnDisconnected(DisconnectReason reason) => _isCurrent = false;
    }
}

/// <summary>One command.</summary>
internal sealed record Command(string Topic, int Number, QualityOfService QualityOfService, string Padding);
