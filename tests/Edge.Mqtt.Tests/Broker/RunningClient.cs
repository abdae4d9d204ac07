using System.Diagnostics;
using System.Net;
using System.Text;
using Edge.Transports;

namespace Edge.Mqtt.Tests.Broker;

/// <summary>A client on a thread of its own that writes down what it is told.</summary>
internal sealed class RunningClient : ClientHandler, IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly object _gate = new();
    private readonly List<Message> _messages = [];
    private readonly List<bool> _sessions = [];
    private readonly List<DisconnectReason> _endings = [];
    private readonly List<int> _acknowledged = [];
    private readonly List<string> _subscribed = [];
    private readonly List<string> _unsubscribed = [];
    private readonly IByteStream _stream;
    private readonly Thread _thread;

    public RunningClient(MqttClientOptions options, IByteStream stream)
    {
        options.RetryFirstMs = 50;
        options.RetryMaxMs = 200;
        _stream = stream;
        Client = new MqttClient(options, stream, this);
        _thread = new Thread(Client.Run) { IsBackground = true, Name = "client" };
    }

    public RunningClient(string clientId, int port)
        : this(Options(clientId), Tcp(port))
    {
    }

    public MqttClient Client { get; }

    public Message[] Messages => Copy(_messages);

    /// <summary>Whether the server had the session, for each connection.</summary>
    public bool[] Sessions => Copy(_sessions);

    public DisconnectReason[] Endings => Copy(_endings);

    public int[] Acknowledged => Copy(_acknowledged);

    public static MqttClientOptions Options(string clientId) => new(clientId)
    {
        ReceiveBytes = 4096,
        SendBytes = 4096,
        LogBytes = 131_072,
        InFlightMax = 20,
        HeldMax = 1000,
    };

    public static TcpStream Tcp(int port) => new([new DnsEndPoint("127.0.0.1", port)]);

    public RunningClient Start()
    {
        _thread.Start();
        return this;
    }

    public RunningClient StartConnected()
    {
        Start();
        Until(() => _sessions.Count > 0, "a connection");
        return this;
    }

    public void Subscribe(string filter, QualityOfService qualityOfService)
    {
        Assert.True(Client.Subscribe(new TopicFilter(filter), qualityOfService));
        Until(() => _subscribed.Contains(filter + " " + qualityOfService), "the subscription of " + filter);
    }

    public void Unsubscribe(string filter)
    {
        Assert.True(Client.Unsubscribe(new TopicFilter(filter)));
        Until(() => _unsubscribed.Contains(filter), "the end of " + filter);
    }

    public PublishResult Publish(
        string topic, string text, QualityOfService qualityOfService, bool isRetained = false, int token = 0)
    {
        byte[] payload = Encoding.UTF8.GetBytes(text);
        return Client.Publish(new Topic(topic), payload, 0, payload.Length, qualityOfService, isRetained, token);
    }

    /// <summary>Publishes and waits for the acknowledgement.</summary>
    public void PublishSafely(string topic, string text, bool isRetained = false, int token = 1)
    {
        int before = Acknowledged.Length;
        Assert.True(Publish(topic, text, QualityOfService.AtLeastOnce, isRetained, token) < PublishResult.RefusedFull);
        Until(() => _acknowledged.Count > before, "the acknowledgement of " + topic);
    }

    public void UntilMessages(int count) => Until(() => _messages.Count >= count, count + " messages");

    public void UntilText(string text) => Until(() => _messages.Exists(message => message.Text == text), text);

    public void UntilEnding() => Until(() => _endings.Count > 0, "the end of the connection");

    public void UntilConnections(int count) => Until(() => _sessions.Count >= count, count + " connections");

    public void UntilAcknowledged(int count) => Until(() => _acknowledged.Count >= count, count + " acknowledgements");

    /// <summary>Says DISCONNECT, and returns when the connection is closed.</summary>
    public void Stop()
    {
        Client.Disconnect();
        if (_thread.IsAlive)
        {
            Assert.True(_thread.Join(Deadline), "the client does not stop");
        }
    }

    public void Dispose()
    {
        Stop();
        (_stream as IDisposable)?.Dispose();
    }

    public override bool OnPublishReceived(Edge.Message message) => Note(_messages, new Message(
        Encoding.UTF8.GetString(message.TopicBuffer, message.TopicOffset, message.TopicLength),
        Encoding.UTF8.GetString(message.PayloadBuffer, message.PayloadOffset, message.PayloadLength),
        message.QualityOfService,
        message.IsRetained));

    public override void OnPublishAcknowledged(int token) => Note(_acknowledged, token);

    public override void OnConnected(bool isSessionPresent) => Note(_sessions, isSessionPresent);

    public override void OnDisconnected(DisconnectReason reason) => Note(_endings, reason);

    public override void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted) =>
        Note(_subscribed, filter + " " + (isGranted ? granted : "refused"));

    public override void OnUnsubscribed(TopicFilter filter) => Note(_unsubscribed, filter.ToString());

    private bool Note<T>(List<T> list, T item)
    {
        lock (_gate)
        {
            list.Add(item);
            Monitor.PulseAll(_gate);
        }

        return true;
    }

    private T[] Copy<T>(List<T> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }

    private void Until(Func<bool> condition, string what)
    {
        Stopwatch clock = Stopwatch.StartNew();
        lock (_gate)
        {
            while (!condition())
            {
                TimeSpan left = Deadline - clock.Elapsed;
                Assert.True(
                    left > TimeSpan.Zero && Monitor.Wait(_gate, left),
                    $"{what} did not come; {_messages.Count} messages, {_acknowledged.Count} acknowledgements, "
                        + $"connections: {_sessions.Count}, endings: {string.Join(' ', _endings)}, {Client.ReturnCode}");
            }
        }
    }
}

/// <summary>A message that arrived.</summary>
internal sealed record Message(string Topic, string Text, QualityOfService QualityOfService, bool IsRetained);
