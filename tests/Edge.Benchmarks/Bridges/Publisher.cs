using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Edge.Bridge.Loop;
using Edge.Mqtt;

namespace Edge.Benchmarks.Bridges;

/// <summary>A device that publishes with QoS 1 as fast as its window lets it.</summary>
internal sealed class Publisher : LoopClient
{
    private readonly Topic _topic;
    private readonly byte[] _payload = new byte[BridgeLoad.PayloadBytes];
    private readonly int _window;
    private readonly bool _awaitsArrival;
    private readonly Action<double>? _acknowledged;
    private readonly CountdownEvent _connected;
    private int _ordered;
    private int _unpublished;
    private int _underWay;
    private long _publishedAt;

    /// <param name="loop">Runs it.</param>
    /// <param name="port">Of the bridge.</param>
    /// <param name="number">Tells it from the others.</param>
    /// <param name="load">What it does.</param>
    /// <param name="connected">Signalled when it is connected.</param>
    /// <param name="acknowledged">Takes the milliseconds from the last publish to each acknowledgement; null for
    /// nobody.</param>
    public Publisher(
        EventLoop loop, int port, int number, BridgeLoad load, CountdownEvent connected, Action<double>? acknowledged)
        : base(loop, port, Options(number))
    {
        _topic = new Topic(string.Create(CultureInfo.InvariantCulture, $"plant/hall-7/press-{number:00}/oil"));
        _window = load.Window;
        _awaitsArrival = load.IsOneAtATime;
        _connected = connected;
        _acknowledged = acknowledged;
    }

    /// <summary>Publishes so many messages more. Any thread.</summary>
    public void Publish(int count)
    {
        Interlocked.Add(ref _ordered, count);
        Wake();
    }

    /// <summary>The message has arrived upstream; with one at a time, the next one may go when this one is acknowledged,
    /// too.</summary>
    public void Arrived()
    {
        if (_awaitsArrival)
        {
            _underWay--;
            Wake();
        }
    }

    /// <inheritdoc/>
    public override void OnConnected(bool isSessionPresent) => _connected.Signal();

    /// <inheritdoc/>
    public override void OnPublishAcknowledged(int token)
    {
        _acknowledged?.Invoke(Stopwatch.GetElapsedTime(_publishedAt).TotalMilliseconds);
        _underWay--;
        PublishSome();
    }

    /// <inheritdoc/>
    protected override int BeforePoll(long now)
    {
        _unpublished += Interlocked.Exchange(ref _ordered, 0);
        PublishSome();
        return Deadline.Idle;
    }

    private void PublishSome()
    {
        int window = _awaitsArrival ? 1 : _window;
        while (_unpublished > 0 && _underWay < window)
        {
            _unpublished--;
            _underWay += _awaitsArrival ? 2 : 1;
            _publishedAt = Stopwatch.GetTimestamp();
            BinaryPrimitives.WriteInt64LittleEndian(_payload, _publishedAt);
            if (Client.Publish(_topic, _payload, 0, _payload.Length, QualityOfService.AtLeastOnce, false, 1)
                >= PublishResult.RefusedFull)
            {
                throw new InvalidOperationException("the window of messages does not fit the memory");
            }
        }
    }

    private static MqttClientOptions Options(int number) => new("device-" + number)
    {
        CleanSession = true,
        LogBytes = 64 * 1024,
        SendBytes = 16 * 1024,
        ReceiveBytes = 4096,
        InFlightMax = 100,
    };
}
