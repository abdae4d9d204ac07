using System;
using Edge.Mqtt;
using Edge.Sensors;

namespace Edge.Node;

/// <summary>The program of a board but for its pins and its network: sensors, a session with the broker, and what an
/// operator expects around them.</summary>
/// <remarks>
/// With the name <c>greenhouse-1</c> it publishes
/// <list type="bullet">
/// <item><c>sensors/greenhouse-1/&lt;measurement&gt;</c>: readings, QoS 1;</item>
/// <item><c>sensors/greenhouse-1/status</c>: <c>online</c> after each connecting, and by its will <c>offline</c>;
/// retained;</item>
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

    private readonly string _name;
    private readonly IByteStream _stream;
    private readonly ITimeOfDay _clock;
    private readonly NodeHandler _handler;
    private readonly MqttClient _client;
    private readonly Sampler[] _samplers = new Sampler[SensorsMax];
    private readonly PublishPolicy[] _policies = new PublishPolicy[SensorsMax];
    private int _count;

    /// <param name="name">What stands in the topics; as a rule the client identifier. Without <c>/</c>, <c>+</c> and
    /// <c>#</c>.</param>
    /// <param name="options">The client's; its will becomes the status.</param>
    /// <param name="stream">The way to the broker or the bridge.</param>
    /// <param name="clock">Who knows the time of day.</param>
    /// <exception cref="ArgumentException">The name does not fit into a topic, or the options contradict
    /// themselves.</exception>
    public SensorNode(string name, MqttClientOptions options, IByteStream stream, ITimeOfDay clock)
    {
        byte[] topic = new Topic("cmd/" + name + "/measure").Utf8Bytes;
        if (!new TopicFilter("cmd/+/measure").Matches(topic, 0, topic.Length))
        {
            throw new ArgumentException("a node's name is one level of a topic, without '/'", nameof(name));
        }

        _name = name;
        _stream = stream;
        _clock = clock;
        _handler = new NodeHandler(this, name);
        options.Will = _handler.Will;
        _client = new MqttClient(options, stream, _handler);
        _client.Subscribe(new TopicFilter("cmd/" + name + "/+"), QualityOfService.AtLeastOnce);
    }

    /// <summary>The session with the broker: state, counters, reasons.</summary>
    public Session Session => _client.Session;

    /// <summary>Sensors that were added.</summary>
    public int SensorCount => _count;

    /// <summary>Payloads with readings that the broker has acknowledged.</summary>
    public int Acknowledged => _handler.Acknowledged;

    /// <summary>Commands obeyed.</summary>
    public int CommandsDone => _handler.CommandsDone;

    /// <summary>Commands that were none.</summary>
    public int CommandsRejected => _handler.CommandsRejected;

    /// <summary>True after <see cref="Stop"/> has been carried out.</summary>
    public bool IsStopped => _client.IsStopped;

    internal MqttClient Client => _client;

    /// <summary>Adds a sensor, before the first poll; at most 8.</summary>
    /// <param name="measurement">The last level of its topic.</param>
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

        Topic topic = new Topic("sensors/" + _name + "/" + measurement);
        Sampler sampler = new Sampler(sensor, policy, writer, _client, topic, QualityOfService.AtLeastOnce, false);
        _samplers[_count] = sampler;
        _policies[_count] = policy;
        _count++;
        return sampler;
    }

    /// <summary>The sampler of a sensor, in the order of adding.</summary>
    public Sampler SamplerAt(int index) => _samplers[index];

    /// <summary>Does what is due: measures, publishes, keeps the session.</summary>
    /// <param name="now">Milliseconds of a monotonic clock.</param>
    /// <returns>Milliseconds until it wants to be polled again, or earlier when the stream has bytes.</returns>
    public int Poll(long now)
    {
        uint utcSeconds = _clock.UtcSeconds(now);
        int waitMs = Deadline.Idle;
        for (int i = 0; i < _count; i++)
        {
            waitMs = Deadline.Earlier(waitMs, _samplers[i].Poll(now, utcSeconds));
        }

        _handler.Announce();
        return Deadline.Earlier(waitMs, _client.Poll(now));
    }

    /// <summary>Polls until <see cref="Stop"/>; the thread is the node's.</summary>
    public void Run()
    {
        while (!IsStopped)
        {
            int waitMs = Poll(Environment.TickCount64);
            if (waitMs > 0 && !IsStopped)
            {
                _stream.Wait(waitMs);
            }
        }
    }

    /// <summary>Says goodbye to the broker and ends <see cref="Run"/>. Any thread; returns at once. The will is not
    /// published then (3.14.4-3).</summary>
    public void Stop() => _client.Disconnect();

    internal void MeasureNow()
    {
        for (int i = 0; i < _count; i++)
        {
            _samplers[i].MeasureNow();
        }
    }

    internal void SetInterval(int milliseconds)
    {
        for (int i = 0; i < _count; i++)
        {
            _policies[i].SampleMs = milliseconds;
        }

        MeasureNow();
    }
}
