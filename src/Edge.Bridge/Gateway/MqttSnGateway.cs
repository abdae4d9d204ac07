using Edge.Bridge.Guard;
using Edge.Bridge.Loop;
using Edge.Bridge.Sessions;
using Edge.MqttSn;

namespace Edge.Bridge.Gateway;

/// <summary>The MQTT-SN clients of one link (MQTT-SN 1.2): finds the one that a message comes from, and answers those
/// that are none.</summary>
internal sealed class MqttSnGateway
{
    // Answers to strangers in a second: whoever sends under a false address gets no more from here than that.
    private const int StrangersToldMax = 100;
    private const int SecondMs = 1000;

    private const int AddressBytesMax = 128;

    private readonly string _link;
    private readonly LinkGuard _guard;
    private readonly GatewayOptions _options;
    private readonly EventLoop _loop;
    private readonly IDeviceOwner _owner;
    private readonly WayBack _wayBack;
    private readonly Dictionary<byte[], Client> _clients = new(ByteSequence.Comparer);
    private readonly byte[] _peer = new byte[AddressBytesMax + ForwarderEncapsulation.NodeIdBytesMax];
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
    /// <param name="wayBack">Makes the way to an address.</param>
    public MqttSnGateway(
        string link, LinkGuard guard, GatewayOptions options, EventLoop loop, IDeviceOwner owner, WayBack wayBack)
    {
        _wayBack = wayBack;
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

    /// <summary>Takes one datagram: a message, or a forwarder's frame around one (§5.5).</summary>
    /// <param name="address">Where it comes from: up to 128 bytes that tell one client from another.</param>
    /// <param name="buffer">Where it lies.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="count">Its bytes.</param>
    /// <param name="now">Milliseconds.</param>
    public void Receive(ReadOnlySpan<byte> address, byte[] buffer, int offset, int count, long now)
    {
        int nodeIdOffset = 0;
        int nodeIdLength = 0;
        int message = offset;
        Violation violation = ForwarderEncapsulation.Is(buffer, offset, count)
            ? ForwarderEncapsulation.Read(buffer, offset, count, out nodeIdOffset, out nodeIdLength, out message)
            : Violation.None;
        if (violation != Violation.None || _message.Read(buffer, message, offset + count - message) != Violation.None)
        {
            Counters.Violations++;
            return;
        }

        address.CopyTo(_peer);
        buffer.AsSpan(nodeIdOffset, nodeIdLength).CopyTo(_peer.AsSpan(address.Length));
        ReadOnlySpan<byte> peer = _peer.AsSpan(0, address.Length + nodeIdLength);
        if (_message.Type == MessageType.Publish && _message.QualityOfService < 0)
        {
            OnStrangerPublish();
        }
        else if (_clients.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(peer, out Client? client))
        {
            client.Connection.Receive(_message, now);
        }
        else if (_message.Type == MessageType.Connect)
        {
            Connect(peer.ToArray(), Port(peer, address.Length), now);
        }
        else
        {
            OnStranger(peer, address.Length, now);
        }
    }

    private IClientPort Port(ReadOnlySpan<byte> peer, int addressLength)
    {
        IClientPort port = _wayBack(peer[..addressLength]);
        return peer.Length == addressLength ? port : new ForwardedPort(port, peer[addressLength..].ToArray());
    }

    private void Connect(byte[] peer, IClientPort port, long now)
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
        if (!_options.TakesWithoutConnection)
        {
            return;
        }

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
    private void OnStranger(ReadOnlySpan<byte> peer, int addressLength, long now)
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
                Send(Port(peer, addressLength), MessageWriter.GwInfo(_buffer, 0, _options.GatewayId, []));
                break;
            case MessageType.Advertise or MessageType.GwInfo:
                break;
            default:
                Counters.Strangers++;
                _strangersTold++;
                Send(Port(peer, addressLength), MessageWriter.Empty(_buffer, 0, MessageType.Disconnect));
                break;
        }
    }

    private void Send(IClientPort port, int end) => port.Send(_buffer, 0, end);

    private sealed class Client(MqttSnGateway gateway, byte[] peer, LoopSlot slot, MqttSnConnection connection)
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
