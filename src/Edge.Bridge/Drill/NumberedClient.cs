using System.Net;
using System.Text;
using Edge.Mqtt;
using Edge.Transports;

namespace Edge.Bridge.Drill;

/// <summary>An MQTT client on a thread of its own, with a session that the server keeps: publishes flows, and writes down
/// what arrives of others.</summary>
internal sealed class NumberedClient : ClientHandler, INumberPublisher, IDisposable
{
    /// <summary>Messages that it has unacknowledged at a time.</summary>
    public const int InFlightMax = 16;

    // Room for what waits: several seconds of a sensor's readings.
    private const int LogBytes = 64 * 1024;

    private readonly IReadOnlyList<Flow> _outgoing;
    private readonly Dictionary<string, Flow> _incoming;
    private readonly TcpStream _tcp;
    private readonly AbsentStream _stream;
    private readonly MqttClient _client;
    private readonly Thread _thread;
    private int _subscribed;

    /// <param name="clientId">Names its session.</param>
    /// <param name="port">Where the server is on loopback.</param>
    /// <param name="outgoing">What it publishes.</param>
    /// <param name="incoming">What it subscribes to.</param>
    public NumberedClient(string clientId, int port, IReadOnlyList<Flow> outgoing, IReadOnlyList<Flow> incoming)
    {
        _outgoing = outgoing;
        _incoming = incoming.ToDictionary(flow => flow.Topic.ToString());
        _tcp = new TcpStream([new DnsEndPoint("127.0.0.1", port)]);
        _stream = new AbsentStream(_tcp);
        MqttClientOptions options = new(clientId)
        {
            RetryFirstMs = 100,
            RetryMaxMs = 500,
            InFlightMax = InFlightMax,
            LogBytes = LogBytes,
            ReceiveBytes = 4096,
            SendBytes = 4096,
            HeldMax = 1000,
            InboundMax = 1000,
        };
        _client = new MqttClient(options, _stream, this);
        foreach (Flow flow in incoming)
        {
            _client.Subscribe(new TopicFilter(flow.Topic.ToString()), flow.QualityOfService);
        }

        _thread = new Thread(_client.Run) { IsBackground = true, Name = clientId };
        _thread.Start();
    }

    /// <summary>It has a connection.</summary>
    public bool IsConnected => _client.Session.IsConnected;

    /// <summary>The server has granted all its subscriptions.</summary>
    public bool IsSubscribed => Volatile.Read(ref _subscribed) >= _incoming.Count;

    /// <summary>It is out of reach, and its session waits for it.</summary>
    public bool IsAway
    {
        get => _stream.IsAbsent;
        set
        {
            _stream.IsAbsent = value;
            _stream.Wake();
        }
    }

    /// <inheritdoc/>
    public bool TryPublish(Flow flow)
    {
        int number = flow.Published;
        byte[] payload = Flow.Payload(number);
        // Before it is handed over, because its acknowledgement may be here before this returns.
        if (_client.Session.QueuedMessages >= LogBytes / 256)
        {
            return false;
        }

        flow.Publish();
        PublishResult result = _client.Publish(
            flow.Topic, payload, 0, payload.Length, flow.QualityOfService, false, flow.Token(number));
        return result < PublishResult.RefusedFull
            ? true : throw new InvalidOperationException($"a message within the bounds was refused: {result}");
    }

    /// <inheritdoc/>
    public override bool OnPublishReceived(Message message)
    {
        string topic = Encoding.UTF8.GetString(message.TopicBuffer, message.TopicOffset, message.TopicLength);
        if (_incoming.TryGetValue(topic, out Flow? flow))
        {
            flow.Arrive(message.PayloadBuffer.AsSpan(message.PayloadOffset, message.PayloadLength));
        }

        return true;
    }

    /// <inheritdoc/>
    public override void OnPublishAcknowledged(int token) => Flow.Of(token, _outgoing).Acknowledge(token);

    /// <inheritdoc/>
    public override void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted) =>
        Interlocked.Add(ref _subscribed, isGranted ? 1 : 0);

    /// <summary>Says goodbye and ends its thread.</summary>
    public void Dispose()
    {
        _client.Disconnect();
        _thread.Join();
        _tcp.Dispose();
    }
}
