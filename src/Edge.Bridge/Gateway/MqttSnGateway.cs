using Edge.Bridge.Guard;
using Edge.Bridge.Loop;
using Edge.Bridge.Sessions;
using Edge.MqttSn;

namespace Edge.Bridge.Gateway;

/// <summary>The MQTT-SN clients of one link (MQTT-SN 1.2): finds the one that a message comes from, and answers those
/// that are none.</summary>
/// <typeparam name="TPeer">What tells one client from another: an address that compares by value.</typeparam>
internal sealed class MqttSnGateway<TPeer>
    where TPeer : notnull
{
    // Answers to strangers in a second: whoever sends under a false address gets no more from here than that.
    private const int StrangersToldMax = 100;
    private const int SecondMs = 1000;

    private readonly string _link;
    private readonly LinkGuard _guard;
    private readonly GatewayOptions _options;
    private readonly EventLoop _loop;
    private readonly IDeviceOwner _owner;
    private readonly Dictionary<TPeer, Client> _clients = [];
    private readonly MessageFromClient _message = new();
    private readonly ClientPublish _stranger = new();
    private readonly byte[] _buffer = new byte[MessageHeader.MessageBytesMax];
    private long _second;
    private int _strangersTold;

    /// <param name="link">The link's name.</param>
    /// <param name="guard">Says who is let in.</param>
    /// <param name="options">What clients may take.</param>
    /// <param name="loop">Runs them.</param>
    /// <param name="owner">Decides and is told.</param>
    public MqttSnGateway(string link, LinkGuard guard, GatewayOptions options, EventLoop loop, IDeviceOwner owner)
    {
        _link = link;
        _guard = guard;
        _options = options;
        _loop = loop;
        _owner = owner;
    }

    /// <summary>What it has seen.</summary>
    public GatewayCounters Counters { get; } = new();

    /// <summary>Clients, those that sleep included.</summary>
    public int Count => _clients.Count;

    /// <summary>Takes one message.</summary>
    /// <param name="peer">Where it comes from; kept only if a client connects there.</param>
    /// <param name="port">Makes the way back.</param>
    /// <param name="buffer">Where it lies.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="count">Its bytes.</param>
    /// <param name="now">Milliseconds.</param>
    public void Receive(TPeer peer, Func<TPeer, IClientPort> port, byte[] buffer, int offset, int count, long now)
    {
        if (_message.Read(buffer, offset, count) != Violation.None)
        {
            Counters.Violations++;
            return;
        }

        if (_message.Type == MessageType.Publish && _message.QualityOfService < 0)
        {
            OnStrangerPublish();
        }
        else if (_clients.TryGetValue(peer, out Client? client))
        {
            client.Connection.Receive(_message, now);
        }
        else if (_message.Type == MessageType.Connect)
        {
            Connect(peer, port(peer), now);
        }
        else
        {
            OnStranger(port, peer, now);
        }
    }

    private void Connect(TPeer peer, IClientPort port, long now)
    {
        if (_clients.Count >= _options.ClientsMax)
        {
            Counters.Congested++;
            Send(port, MessageWriter.CodeOnly(_buffer, 0, MessageType.Connack, ReturnCode.Congestion));
            return;
        }

        LoopSlot slot = _loop.Add();
        MqttSnConnection connection = new(_link, port, _guard, _options, _buffer, Counters, _owner, slot);
        Client client = new(this, peer, slot, connection);
        _clients.Add(peer, client);
        EventLoop.Start(slot, client);
        connection.Receive(_message, now);
    }

    // §6.8: a publisher that never connects.
    private void OnStrangerPublish()
    {
        Counters.WithoutConnection++;
        Topic? topic = _message.TopicIdType == TopicIdType.Predefined
            ? _options.Predefined.Find(_message.TopicId)
            : Topic.FromUtf8(_message.Buffer, _message.TopicIdOffset, ShortTopicName.Bytes);
        if (topic != null && _guard.AdmitClient([], out TopicRules rules, out _))
        {
            _stranger.Show(topic, _message);
            _owner.OnStrangerPublish(rules, _stranger);
        }
    }

    // Somebody who believes to be connected is told that it is not, and connects again. Discovery needs no connection.
    private void OnStranger(Func<TPeer, IClientPort> port, TPeer peer, long now)
    {
        if (now - _second >= SecondMs)
        {
            _second = now;
            _strangersTold = 0;
        }

        if (_strangersTold >= StrangersToldMax)
        {
            return;
        }

        switch (_message.Type)
        {
            case MessageType.SearchGw:
                _strangersTold++;
                Send(port(peer), MessageWriter.GwInfo(_buffer, 0, _options.GatewayId, []));
                break;
            case MessageType.Advertise or MessageType.GwInfo:
                break;
            default:
                Counters.Strangers++;
                _strangersTold++;
                Send(port(peer), MessageWriter.Empty(_buffer, 0, MessageType.Disconnect));
                break;
        }
    }

    private void Send(IClientPort port, int end) => port.Send(_buffer, 0, end);

    private sealed class Client(MqttSnGateway<TPeer> gateway, TPeer peer, LoopSlot slot, MqttSnConnection connection)
        : ILoopTask
    {
        public MqttSnConnection Connection => connection;

        public int Poll(long now)
        {
            int waitMs = connection.Poll(now);
            if (connection.State == ClientState.Over && slot.Task != null)
            {
                EventLoop.Remove(slot);
                gateway._clients.Remove(peer);
            }

            return waitMs;
        }
    }
}
