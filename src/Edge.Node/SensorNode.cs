using System;
using Edge.Sensors;

namespace Edge.Node;

/// <summary>The program of a board but for its pins and its network: sensors, a session with the broker, and what an
/// operator expects around them.</summary>
/// <remarks>
/// With the name <c>greenhouse-1</c> it publishes
/// <list type="bullet">
/// <item><c>sensors/greenhouse-1/&lt;measurement&gt;</c>: readings, QoS 1;</item>
/// <item><c>sensors/greenhouse-1/&lt;measurement&gt;/status</c>: <c>ok</c> or <c>failed</c> when that has changed, and after
/// a start; retained;</item>
/// <item><c>sensors/greenhouse-1/status</c>: <c>online</c> after each connecting, <c>offline</c> when it is stopped, and by
/// its will; retained;</item>
/// <item><c>sensors/greenhouse-1/interval-ms</c>: the interval after it was changed; retained;</item>
/// </list>
/// and obeys
/// <list type="bullet">
/// <item><c>cmd/greenhouse-1/interval-ms</c>: milliseconds between measurements in decimal, 10 to 86,400,000;</item>
/// <item><c>cmd/greenhouse-1/measure</c>: measure now.</item>
/// </list>
/// One thread polls or runs it. Nothing is allocated after construction but by the stream when it opens.
/// </remarks>
public sealed class SensorNode
{
    private const int SensorsMax = 8;

    // Time that the broker has to acknowledge that the node goes.
    private const int GoodbyeMs = 5000;

    // How long Run sleeps at most where a watchdog waits for its food.
    private const int FeedMs = 30_000;

    private readonly string _name;
    private readonly ITimeOfDay _clock;
    private readonly NodeHandler _handler;
    private readonly IClient _client;
    private readonly NodeSensor[] _sensors = new NodeSensor[SensorsMax];
    private int _count;
    private bool _isStopping;
    private bool _isDisconnecting;
    private long _goodbyeDue = Deadline.Never;

    /// <param name="name">What stands in the topics; as a rule the client identifier. Without <c>/</c>, <c>+</c> and
    /// <c>#</c>.</param>
    /// <param name="client">The way to the broker; its handler and its will are the node's from now on.</param>
    /// <param name="clock">Who knows the time of day.</param>
    /// <exception cref="ArgumentException">The name does not fit into a topic.</exception>
    public SensorNode(string name, IClient client, ITimeOfDay clock)
    {
        byte[] topic = new Topic("cmd/" + name + "/measure").Utf8Bytes;
        if (!new TopicFilter("cmd/+/measure").Matches(topic, 0, topic.Length))
        {
            throw new ArgumentException("a node's name is one level of a topic, without '/'", nameof(name));
        }

        _name = name;
        _client = client;
        _clock = clock;
        _handler = new NodeHandler(this, client, name);
        client.Attach(_handler, _handler.Will);
        client.Subscribe(new TopicFilter("cmd/" + name + "/+"), QualityOfService.AtLeastOnce);
    }

    /// <summary>Fed by <see cref="Poll"/> while there is a connection; null for none.</summary>
    public IWatchdog? Watchdog { get; set; }

    /// <summary>Sensors that were added.</summary>
    public int SensorCount => _count;

    /// <summary>Payloads with readings that the broker has acknowledged.</summary>
    public int Acknowledged => _handler.Acknowledged;

    /// <summary>Commands obeyed.</summary>
    public int CommandsDone => _handler.CommandsDone;

    /// <summary>Commands that were none.</summary>
    public int CommandsRejected => _handler.CommandsRejected;

    /// <summary>True while there is a connection.</summary>
    public bool IsConnected => _client.IsConnected;

    /// <summary>True after <see cref="Stop"/> has been carried out.</summary>
    public bool IsStopped => _client.IsStopped;

    /// <summary>Adds a sensor, before the first poll; at most 8.</summary>
    /// <param name="measurement">The last level of its topic; not <c>status</c> and not <c>interval-ms</c>.</param>
    /// <param name="sensor">What measures.</param>
    /// <param name="writer">What a payload looks like; built for the sensor's schema.</param>
    /// <param name="policy">When it is measured and published.</param>
    /// <returns>Its sampler, whose counters tell how it goes.</returns>
    /// <exception cref="InvalidOperationException">There are 8 already.</exception>
    public Sampler Add(string measurement, ISensor sensor, IPayloadWriter writer, PublishPolicy policy)
    {
        if (_count == SensorsMax)
        {
            throw new InvalidOperationException("a node has at most 8 sensors");
        }

        if (measurement == "status" || measurement == "interval-ms")
        {
            throw new ArgumentException("this topic is the node's own", nameof(measurement));
        }

        string topic = "sensors/" + _name + "/" + measurement;
        Sampler sampler = new Sampler(
            sensor, policy, writer, _client, new Topic(topic), QualityOfService.AtLeastOnce, false);
        _sensors[_count] = new NodeSensor(sampler, policy, new Topic(topic + "/status"));
        _count++;
        return sampler;
    }

    /// <summary>The sampler of a sensor, in the order of adding.</summary>
    public Sampler SamplerAt(int index) => _sensors[index].Sampler;

    /// <summary>Does what is due: measures, publishes, keeps the session.</summary>
    /// <param name="now">Milliseconds of a monotonic clock.</param>
    /// <returns>Milliseconds until it wants to be polled again, or earlier when the client is woken.</returns>
    public int Poll(long now)
    {
        int waitMs = _isStopping ? SayGoodbye(now) : Measure(now);
        waitMs = Deadline.Earlier(waitMs, _client.Poll(now));
        IWatchdog? watchdog = Watchdog;
        if (watchdog != null)
        {
            waitMs = Deadline.Earlier(waitMs, FeedMs);
            if (_client.IsConnected)
            {
                watchdog.Feed();
            }
        }

        return waitMs;
    }

    /// <summary>Polls until <see cref="Stop"/>; the thread is the node's.</summary>
    public void Run()
    {
        while (!IsStopped)
        {
            int waitMs = Poll(Environment.TickCount64);
            if (waitMs > 0 && !IsStopped)
            {
                _client.Wait(waitMs);
            }
        }
    }

    /// <summary>Measures no more, publishes <c>offline</c>, says goodbye to the broker and ends <see cref="Run"/>; after
    /// five seconds without an answer all the same. Any thread; returns at once.</summary>
    public void Stop()
    {
        _isStopping = true;
        _client.Wake();
    }

    internal void MeasureNow()
    {
        for (int i = 0; i < _count; i++)
        {
            _sensors[i].Sampler.MeasureNow();
        }
    }

    internal void SetInterval(int milliseconds)
    {
        for (int i = 0; i < _count; i++)
        {
            _sensors[i].Policy.SampleMs = milliseconds;
        }

        MeasureNow();
    }

    private int Measure(long now)
    {
        uint utcSeconds = _clock.UtcSeconds(now);
        int waitMs = Deadline.Idle;
        for (int i = 0; i < _count; i++)
        {
            NodeSensor sensor = _sensors[i];
            waitMs = Deadline.Earlier(waitMs, sensor.Sampler.Poll(now, utcSeconds));
            sensor.TellHealth(_client, NodeHandler.AboutItself);
        }

        _handler.Announce();
        return waitMs;
    }

    // DISCONNECT takes the will back (3.14.4-3), so that the node goes is said before, and has to arrive.
    private int SayGoodbye(long now)
    {
        if (_goodbyeDue == Deadline.Never)
        {
            _goodbyeDue = now + GoodbyeMs;
        }

        if (_handler.IsOfflineKnown || !_client.IsConnected || now >= _goodbyeDue)
        {
            if (!_isDisconnecting)
            {
                _isDisconnecting = true;
                _client.Disconnect();
            }

            return Deadline.Idle;
        }

        _handler.SayGoodbye();
        return Deadline.Remaining(_goodbyeDue, now);
    }
}
