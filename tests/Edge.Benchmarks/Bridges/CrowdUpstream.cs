using Edge.Bridge.Loop;
using Edge.Mqtt;

namespace Edge.Benchmarks.Bridges;

/// <summary>The other side of the bridge: sees the devices' messages arrive, and sends one to any of them now and then.</summary>
internal sealed class CrowdUpstream : LoopClient
{
    private const int PeriodMs = 10;

    private readonly Crowd _crowd;
    private readonly Topic[] _downlinks;
    private readonly byte[] _payload = new byte[BridgeLoad.PayloadBytes];
    private readonly Random _random = new(1);
    private long _due = Deadline.Never;

    /// <param name="loop">Runs it.</param>
    /// <param name="port">Of the upstream broker.</param>
    /// <param name="crowd">The devices.</param>
    public CrowdUpstream(EventLoop loop, int port, Crowd crowd)
        : base(loop, port, new MqttClientOptions("upstream")
        {
            CleanSession = true,
            ReceiveBytes = 16 * 1024,
            LogBytes = 64 * 1024,
            InFlightMax = 20,
        })
    {
        _crowd = crowd;
        _downlinks = [.. Enumerable.Range(0, crowd.Devices).Select(CrowdDevice.Downlink)];
        Client.Subscribe(new TopicFilter("up/#"), QualityOfService.AtLeastOnce);
    }

    /// <inheritdoc/>
    public override void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted) => _crowd.Subscribed();

    /// <inheritdoc/>
    public override bool OnPublishReceived(Message message)
    {
        _crowd.Arrived++;
        return true;
    }

    /// <inheritdoc/>
    protected override int BeforePoll(long now)
    {
        if (!_crowd.IsRunning)
        {
            return Deadline.Idle;
        }

        _due = _due == Deadline.Never ? now : _due;
        for (; now >= _due; _due += PeriodMs)
        {
            Topic topic = _downlinks[_random.Next(_downlinks.Length)];
            if (Client.Publish(topic, _payload, 0, _payload.Length, QualityOfService.AtLeastOnce, false, 1)
                < PublishResult.RefusedFull)
            {
                _crowd.SentDown++;
            }
        }

        return Math.Max(1, Deadline.Remaining(_due, now));
    }
}
