using Edge.Link;
using Edge.Mqtt;

namespace Edge.Simulation.Boards;

/// <summary>A board without the board: the device libraries on one end of a line, publishing a reading at an interval.
/// What an ESP32 would have in its <c>Main</c> is <see cref="Poll"/>.</summary>
public sealed class SimulatedBoard
{
    private readonly ulong _seed;
    private readonly int _intervalMs;
    private readonly Topic _topic;
    private readonly LinkEndpoint _link;
    private readonly LinkStream _stream;
    private readonly MqttClient _client;
    private int _published;
    private volatile bool _isMeasuring = true;
    private long _due;

    /// <param name="name">Client identifier; the readings go to <c>sensors/{name}/environment</c>.</param>
    /// <param name="line">The board's end of the line.</param>
    /// <param name="bitRate">Bits per second of the line.</param>
    /// <param name="intervalMs">Milliseconds between readings, at least 1.</param>
    /// <param name="seed">What it measures, and its boot id.</param>
    public SimulatedBoard(string name, IByteStream line, int bitRate, int intervalMs, ulong seed)
    {
        _seed = seed;
        _intervalMs = intervalMs;
        _topic = new Topic("sensors/" + name + "/environment");
        _link = new LinkEndpoint(line, new LinkOptions { BitRate = bitRate, BootId = (uint)seed | 1, Seed = (uint)seed | 1 });
        _stream = new LinkStream(_link, isInitiator: true);
        _client = new MqttClient(
            new MqttClientOptions(name)
            {
                KeepAliveSeconds = 30,
                LogBytes = 2048,
                InFlightMax = 8,
                Seed = (uint)seed | 1,
                RetryMaxMs = 5000,
            },
            _stream,
            new Handler());
    }

    /// <summary>Where the readings go.</summary>
    public Topic Topic => _topic;

    /// <summary>Readings handed to the client so far; their sequence numbers are 0 to one less.</summary>
    public int Published => Volatile.Read(ref _published);

    /// <summary>Readings that the bridge has acknowledged.</summary>
    public int Acknowledged => _client.Session.Counters.PublishesAcknowledged;

    /// <summary>The session with the bridge stands.</summary>
    public bool IsConnected => _client.Session.IsConnected;

    /// <summary>Vital signs of the board's end of the link.</summary>
    public LinkCounters Counters => _link.Counters;

    /// <summary>Publishes no more; what is in memory still goes out.</summary>
    public void StopMeasuring() => _isMeasuring = false;

    /// <summary>One turn of the board's main loop.</summary>
    /// <returns>Milliseconds until it wants to be called again.</returns>
    public int Poll(long now)
    {
        if (_isMeasuring && now >= _due)
        {
            Measure(now);
        }

        int waitMs = _client.Poll(now);
        return _isMeasuring ? Deadline.Earlier(waitMs, Deadline.Remaining(_due, now)) : waitMs;
    }

    /// <summary>Runs on the calling thread until cancelled.</summary>
    public void Run(CancellationToken cancellation)
    {
        using CancellationTokenRegistration wake = cancellation.Register(_stream.Wake);
        while (!cancellation.IsCancellationRequested)
        {
            int waitMs = Poll(Environment.TickCount64);
            if (waitMs > 0)
            {
                _stream.Wait(waitMs);
            }
        }
    }

    private void Measure(long now)
    {
        _due = _due == 0 ? now + _intervalMs : _due + _intervalMs;
        byte[] payload = Reading.At(_seed, _published).ToJson();
        PublishResult result =
            _client.Publish(_topic, payload, 0, payload.Length, QualityOfService.AtLeastOnce, false);
        if (result < PublishResult.RefusedFull)
        {
            Volatile.Write(ref _published, _published + 1);
        }
        else
        {
            // Memory is full: the same reading is offered again at the next interval.
            _due = now + _intervalMs;
        }
    }

    private sealed class Handler : MqttHandler
    {
    }
}
