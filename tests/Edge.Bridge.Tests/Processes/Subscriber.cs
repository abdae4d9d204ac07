using System.Globalization;
using System.Net;
using System.Text;
using Edge.Mqtt;
using Edge.Transports;

namespace Edge.Bridge.Tests.Processes;

/// <summary>A subscriber of a real broker that writes down the numbers it gets, in order of arrival.</summary>
internal sealed class Subscriber : ClientHandler, IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<int> _arrived = [];
    private readonly HashSet<int> _different = [];
    private readonly TcpStream _stream;
    private readonly MqttClient _client;
    private readonly Thread _thread;
    private int _subscriptions;

    public Subscriber(int port, string filter)
    {
        _stream = new TcpStream([new DnsEndPoint("127.0.0.1", port)]);
        _client = new MqttClient(
            new MqttClientOptions("subscriber") { RetryMaxMs = 500, ReceiveBytes = 4096, HeldMax = 1000 }, _stream, this);
        _client.Subscribe(new TopicFilter(filter), QualityOfService.AtLeastOnce);
        _thread = new Thread(_client.Run) { IsBackground = true, Name = "subscriber" };
        _thread.Start();
        WaitForSubscription(1);
    }

    /// <summary>Every number that arrived, repetitions included.</summary>
    public int[] Arrived
    {
        get
        {
            lock (_gate)
            {
                return [.. _arrived];
            }
        }
    }

    /// <summary>The numbers in the order in which each arrived first.</summary>
    public int[] FirstArrivals => [.. Arrived.Distinct()];

    /// <summary>Waits until it is subscribed for the so-manieth time: once, and again after each restart of the broker.</summary>
    public void WaitForSubscription(int times) => Assert.True(
        SpinWait.SpinUntil(() => Volatile.Read(ref _subscriptions) >= times, TimeSpan.FromSeconds(20)),
        "the subscriber is not subscribed");

    public void WaitFor(int different, TimeSpan deadline) => Assert.True(
        SpinWait.SpinUntil(() => Different >= different, deadline), $"{Different} of {different} arrived");

    public override bool OnPublishReceived(Message message)
    {
        string payload = Encoding.UTF8.GetString(message.PayloadBuffer, message.PayloadOffset, message.PayloadLength);
        int number = int.Parse(payload, CultureInfo.InvariantCulture);
        lock (_gate)
        {
            _arrived.Add(number);
            _different.Add(number);
        }

        return true;
    }

    public override void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted) =>
        Interlocked.Increment(ref _subscriptions);

    public void Dispose()
    {
        _client.Disconnect();
        _thread.Join();
        _stream.Dispose();
    }

    private int Different
    {
        get
        {
            lock (_gate)
            {
                return _different.Count;
            }
        }
    }
}
