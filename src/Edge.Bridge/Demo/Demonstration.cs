using System.Diagnostics;
using System.Net;
using Edge.Bridge.Broker;
using Edge.Bridge.Configuration;
using Edge.Bridge.Links;
using Edge.Link;
using Edge.Mqtt;
using Edge.Simulation;
using Edge.Simulation.Boards;
using Edge.Transports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Bridge.Demo;

/// <summary>The whole path in one process: a simulated board on a bad serial line, the bridge, the embedded broker, and a
/// subscriber that checks every reading.</summary>
internal sealed class Demonstration : IAsyncDisposable
{
    /// <summary>Bits per second of the line.</summary>
    public const int BitRate = 115_200;

    /// <summary>The share of bits that the line turns over.</summary>
    public const double BitErrorRate = 1e-4;

    /// <summary>Milliseconds that a byte is on its way.</summary>
    public const int DelayMs = 20;

    private const int IntervalMs = 100;

    private static readonly TimeSpan SubscribeTimeout = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-demo-");
    private readonly EmbeddedBroker _broker;
    private readonly RunningBridge _bridge;
    private readonly Line _line;
    private readonly SimulatedBoard _board;
    private readonly ReadingCheck _check;
    private readonly TcpStream _subscriberStream;
    private readonly MqttClient _subscriber;
    private readonly Thread _boardThread;
    private readonly Thread _subscriberThread;

    private Demonstration(EmbeddedBroker broker, ulong seed, TaskCompletionSource subscribed)
    {
        _broker = broker;
        DnsEndPoint[] address = [new(broker.EndPoint.Address.ToString(), broker.EndPoint.Port)];

        _bridge = new RunningBridge(
            new UplinkOptions
            {
                Addresses = [new BrokerAddress(BrokerScheme.Mqtt, address[0].Host, address[0].Port)],
                ClientId = "edge-demo",
            },
            new JournalOptions { Path = Path.Combine(_folder.FullName, "edge.db") },
            new LimitsOptions(),
            NullLogger.Instance);
        SimulatedLine wire = new(
            () => Environment.TickCount64,
            seed,
            new LineSettings { BitRate = BitRate, BitErrorRate = BitErrorRate, DelayMs = DelayMs });
        _line = _bridge.AddLine("demo", BitRate, wakeup =>
        {
            wire.Second.Wakeup = wakeup;
            return wire.Second;
        });
        _board = new SimulatedBoard("demo-board", wire.First, BitRate, IntervalMs, seed);

        _check = new ReadingCheck(seed, subscribed);
        _subscriberStream = new TcpStream(address);
        _subscriber = new MqttClient(
            new MqttClientOptions("demo-subscriber") { CleanSession = true }, _subscriberStream, _check);
        _subscriber.Subscribe(new TopicFilter(_board.Topic.ToString()), QualityOfService.AtLeastOnce);

        _boardThread = new Thread(() => _board.Run(_stop.Token)) { Name = "board", IsBackground = true };
        _subscriberThread = new Thread(_subscriber.Run) { Name = "subscriber", IsBackground = true };
    }

    /// <summary>The board's end of the link.</summary>
    public LinkCounters BoardLink => _board.Counters;

    /// <summary>The last reading that arrived, or null.</summary>
    public Reading? LastReading => _check.Last;

    /// <summary>Starts everything; readings begin when the subscriber is ready for them.</summary>
    /// <exception cref="IOException">The machine refuses a listener on loopback.</exception>
    public static async Task<Demonstration> StartAsync(ulong seed)
    {
        EmbeddedBroker broker = await EmbeddedBroker.StartAsync(new IPEndPoint(IPAddress.Loopback, 0));
        TaskCompletionSource subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Demonstration demonstration = new(broker, seed, subscribed);
        demonstration._subscriberThread.Start();
        await subscribed.Task.WaitAsync(SubscribeTimeout);
        demonstration._bridge.Start();
        demonstration._boardThread.Start();
        return demonstration;
    }

    /// <summary>The board measures no more; what is under way still arrives.</summary>
    public void StopMeasuring() => _board.StopMeasuring();

    /// <summary>How it stands.</summary>
    public DemoResult Result()
    {
        // Delivered first: what is published while this is read must not look delivered and unpublished.
        int delivered = _check.Delivered;
        int published = _board.Published;
        return new DemoResult(
            published,
            delivered,
            published - delivered,
            _check.Duplicated,
            _check.OutOfOrder,
            _board.Counters.FramesSent + _line.Counters.FramesSent,
            Corrupted(_board.Counters) + Corrupted(_line.Counters),
            Math.Round(_clock.Elapsed.TotalSeconds, 1));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _subscriber.Disconnect();
        _boardThread.Join();
        await _bridge.StopAsync();
        _bridge.Dispose();
        _subscriberThread.Join();
        _subscriberStream.Dispose();
        await _broker.DisposeAsync();
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    private static long Corrupted(LinkCounters counters) =>
        counters.CheckFailed + counters.TooShort + counters.TooLong;
}
