using System.Text;
using Edge.Simulation;

namespace Edge.Mqtt.Tests.Simulation;

/// <summary>A server that keeps a session for each client identifier and hands it back.</summary>
internal sealed class KeepingServer(SimulatedWorld world, MqttServerOptions options)
{
    private readonly Dictionary<string, SessionState> _sessions = [];

    public List<ServedConnection> Connections { get; } = [];

    /// <summary>The newest connection that was accepted; publishing to it waits in the session when it has ended.</summary>
    public ServedConnection? Current { get; private set; }

    public int Takeovers { get; private set; }

    public MqttServerOptions Options => options;

    public int QueuedMessages => _sessions.Values.Sum(state => state.QueuedMessages);

    public void Accept(SimulatedSocket socket) => Connections.Add(new ServedConnection(world, this, socket));

    public bool Find(ServedConnection connection, string clientId, out SessionState state)
    {
        if (Current != null)
        {
            Takeovers += Current.Connection.IsOver ? 0 : 1;
            Current.Connection.Close(DisconnectReason.Closed);
        }

        Current = connection;
        bool isPresent = _sessions.TryGetValue(clientId, out SessionState? kept);
        state = kept ?? new SessionState(
            options.LogBytes, options.InFlightMax, options.InboundMax, WhenFull.Refuse, null, false);
        _sessions[clientId] = state;
        return isPresent;
    }
}

/// <summary>One connection that the server has accepted.</summary>
internal sealed class ServedConnection : Party, IMqttServerHandler
{
    private readonly SimulatedWorld _world;
    private readonly KeepingServer _server;

    public ServedConnection(SimulatedWorld world, KeepingServer server, SimulatedSocket socket)
    {
        _world = world;
        _server = server;
        Connection = new MqttServerConnection(server.Options, new RoughStream(world, this, socket), false, this);
    }

    public MqttServerConnection Connection { get; }

    public ConnectReturnCode OnConnect(ConnectPacket connect, out SessionState? state, out bool isSessionPresent)
    {
        string clientId = Encoding.UTF8.GetString(connect.Buffer, connect.ClientIdOffset, connect.ClientIdLength);
        isSessionPresent = _server.Find(this, clientId, out SessionState kept);
        state = kept;
        return ConnectReturnCode.Accepted;
    }

    public bool OnPublishReceived(Message message)
    {
        _world.Up.Arrive(message);
        int delivery = message.Delivery;
        int number = Ledger.Number(message);
        if (delivery == 0 || !_world.AnswersLater)
        {
            _world.Up.Take(number);
            return true;
        }

        _world.After(_world.Random.Next(_world.AnswerMsMax), () =>
        {
            _world.Up.Take(number);
            _server.Current!.Connection.Acknowledge(delivery);
        });
        return false;
    }

    public void OnPublishAcknowledged(int token) => _world.Down.Acknowledge(token);

    public void OnPublishDropped(int token) => _world.Fail($"down: message {token} was dropped");

    public bool OnSubscribe(TopicFilter filter, QualityOfService requested, out QualityOfService granted)
    {
        if (filter.ToString()[1..] != new string('f', 200))
        {
            _world.Fail($"a subscription that nobody made: {filter}");
        }

        granted = requested;
        return true;
    }

    public void OnUnsubscribe(TopicFilter filter)
    {
    }

    public void OnDisconnected(DisconnectReason reason)
    {
        if (reason is DisconnectReason.ProtocolViolation or DisconnectReason.InboundOverflow)
        {
            _world.Fail($"the server ended a connection: {reason} {Connection.Session.LastViolation}");
        }
    }

    protected override int PollOnce(long now) => Connection.Poll(now);
}
