using System.Net;
using Edge.Mqtt;
using Edge.Transports;

namespace Edge.Benchmarks.Clients;

/// <summary>Edge's client as its user drives it: over TCP, running on a thread of its own.</summary>
internal sealed class EdgeConnection : ClientHandler, IDisposable
{
    // Room for some milliseconds of messages, and writes of as many as a socket takes at once.
    private const int LogBytes = 1024 * 1024;
    private const int BufferBytes = 16 * 1024;
    private const int InFlightMax = 100;

    private readonly TcpStream _stream;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _isReady = new();
    private readonly bool _isSubscriber;
    private volatile bool _isClosing;

    /// <summary>Connects, and subscribes when there is a filter; returns when the server has answered.</summary>
    public EdgeConnection(int port, TopicFilter? filter, QualityOfService qualityOfService)
    {
        MqttClientOptions options = new("edge-" + Environment.ProcessId)
        {
            CleanSession = true,
            LogBytes = LogBytes,
            SendBytes = BufferBytes,
            ReceiveBytes = BufferBytes,
            InFlightMax = InFlightMax,
        };
        _isSubscriber = filter != null;
        _stream = new TcpStream([new DnsEndPoint(IPAddress.Loopback.ToString(), port)]);
        Client = new MqttClient(options, _stream, this);
        if (filter != null)
        {
            Client.Subscribe(filter, qualityOfService);
        }

        _thread = new Thread(Client.Run) { Name = "mqtt" };
        _thread.Start();
        _isReady.Wait();
    }

    public MqttClient Client { get; }

    /// <summary>Called on the client's thread.</summary>
    public Action? Received { get; set; }

    /// <summary>Called on the client's thread.</summary>
    public Action? Acknowledged { get; set; }

    public override bool OnPublishReceived(Message message)
    {
        Received?.Invoke();
        return true;
    }

    public override void OnPublishAcknowledged(int token) => Acknowledged?.Invoke();

    public override void OnConnected(bool isSessionPresent)
    {
        if (!_isSubscriber)
        {
            _isReady.Set();
        }
    }

    public override void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted) => _isReady.Set();

    public override void OnDisconnected(DisconnectReason reason)
    {
        if (!_isClosing)
        {
            // Whatever was measured so far is worth nothing.
            Console.Error.WriteLine("disconnected: " + reason + " " + Client.Session.LastHandlerFailure);
            Environment.Exit(1);
        }
    }

    public void Dispose()
    {
        _isClosing = true;
        Client.Disconnect();
        _thread.Join();
        _stream.Dispose();
        _isReady.Dispose();
    }
}
