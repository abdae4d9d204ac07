using Edge.Link;
using Edge.Mqtt;
using Edge.Node;
using Edge.Sensors;

namespace Edge.Simulation.Boards;

/// <summary>A board without the board: the program of <c>boards/Esp32.Serial.Bme280</c> with a simulated sensor, on one
/// end of a line.</summary>
public sealed class SimulatedBoard
{
    private const string Measurement = "environment";

    private readonly LinkEndpoint _link;
    private readonly LinkStream _stream;
    private readonly SensorNode _node;
    private readonly Sampler _sampler;

    /// <param name="name">Client identifier; the readings go to <c>sensors/{name}/environment</c>.</param>
    /// <param name="line">The board's end of the line.</param>
    /// <param name="bitRate">Bits per second of the line.</param>
    /// <param name="intervalMs">Milliseconds between readings, at least 10.</param>
    /// <param name="seed">What it measures, and its boot id.</param>
    public SimulatedBoard(string name, IByteStream line, int bitRate, int intervalMs, ulong seed)
    {
        Topic = new Topic("sensors/" + name + "/" + Measurement);
        _link = new LinkEndpoint(line, new LinkOptions { BitRate = bitRate, BootId = (uint)seed | 1, Seed = (uint)seed | 1 });
        _stream = new LinkStream(_link, isInitiator: true);
        _node = new SensorNode(
            name,
            new MqttClient(
                new MqttClientOptions(name)
                {
                    KeepAliveSeconds = 30,
                    LogBytes = 2048,
                    InFlightMax = 8,
                    Seed = (uint)seed | 1,
                    RetryMaxMs = 5000,
                },
                _stream),
            _link);
        SimulatedSensor sensor = new(seed);
        _sampler = _node.Add(
            Measurement, sensor, new JsonWriter(sensor.Schema), new PublishPolicy { SampleMs = intervalMs });
    }

    /// <summary>Where the readings go.</summary>
    public Topic Topic { get; }

    /// <summary>Readings handed to the client so far; their sequence numbers are 0 to one less.</summary>
    public int Published => _sampler.Published;

    /// <summary>Readings that the bridge has acknowledged.</summary>
    public int Acknowledged => _node.Acknowledged;

    /// <summary>The session with the bridge stands.</summary>
    public bool IsConnected => _node.IsConnected;

    /// <summary>Vital signs of the board's end of the link.</summary>
    public LinkCounters Counters => _link.Counters;

    /// <summary>Measures no more; what is in memory still goes out.</summary>
    public void StopMeasuring() => _sampler.IsPaused = true;

    /// <summary>One turn of the board's main loop.</summary>
    /// <returns>Milliseconds until it wants to be called again.</returns>
    public int Poll(long now) => _node.Poll(now);

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
}
