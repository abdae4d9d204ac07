using System.Diagnostics;
using System.Globalization;
using Edge.Bridge.Loop;
using Edge.Mqtt;

namespace Edge.Benchmarks.Bridges;

/// <summary>A device like any other: it is subscribed to a topic of its own, and publishes once a second.</summary>
internal sealed class CrowdDevice : LoopClient
{
    private const int PeriodMs = 1000;

    private readonly Crowd _crowd;
    private readonly int _number;
    private readonly Topic _topic;
    private readonly byte[] _payload = new byte[BridgeLoad.PayloadBytes];
    private readonly Queue<long> _publishedAt = [];
    private long _due = Deadline.Never;

    /// <param name="loop">Runs it.</param>
    /// <param name="port">Of the bridge.</param>
    /// <param name="number">Tells it from the others.</param>
    /// <param name="crowd">Whose it is.</param>
    public CrowdDevice(EventLoop loop, int port, int number, Crowd crowd)
        : base(loop, port, new MqttClientOptions(Name("device", number)) { ReceiveBytes = 512, LogBytes = 2048 })
    {
        _crowd = crowd;
        _number = number;
        _topic = new Topic(Name("up", number));
        Client.Subscribe(new TopicFilter(Name("down", number)), QualityOfService.AtLeastOnce);
    }

    /// <summary>Where it gets messages.</summary>
    public static Topic Downlink(int number) => new(Name("down", number));

    /// <inheritdoc/>
    public override void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted) => _crowd.Subscribed();

    /// <inheritdoc/>
    public override void OnPublishAcknowledged(int token) =>
        _crowd.Acknowledged.Add(Stopwatch.GetElapsedTime(_publishedAt.Dequeue()).TotalMilliseconds);

    /// <inheritdoc/>
    public override bool OnPublishReceived(Message message)
    {
        _crowd.ArrivedDown++;
        return true;
    }

    /// <inheritdoc/>
    protected override int BeforePoll(long now)
    {
        if (!_crowd.IsRunning)
        {
            return Deadline.Idle;
        }

        if (_due == Deadline.Never)
        {
            // All of them spread over the second.
            _due = now + PeriodMs * (long)_number / _crowd.Devices;
        }
        else if (now >= _due)
        {
            _due += PeriodMs;
            if (Client.Publish(_topic, _payload, 0, _payload.Length, QualityOfService.AtLeastOnce, false, 1)
                < PublishResult.RefusedFull)
            {
                _publishedAt.Enqueue(Stopwatch.GetTimestamp());
                _crowd.Published++;
            }
        }

        return Math.Max(1, Deadline.Remaining(_due, now));
    }

    private static string Name(string what, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}{(what == "device" ? "-" : "/")}{number}");
}
