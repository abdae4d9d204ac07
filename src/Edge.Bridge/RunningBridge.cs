using System.Net;
using Edge.Bridge.Configuration;
using Edge.Bridge.Gateway;
using Edge.Bridge.Guard;
using Edge.Bridge.Journals;
using Edge.Bridge.Links;
using Edge.Bridge.Loop;
using Edge.Bridge.Probing;
using Edge.Bridge.Status;
using Edge.Bridge.Uplinks;
using Edge.Mqtt;
using Edge.Transports;
using Microsoft.Extensions.Logging;

namespace Edge.Bridge;

/// <summary>The bridge: links on one side, the uplink on the other, custody between them, one loop under all, and a thread
/// that writes.</summary>
internal sealed class RunningBridge : IDisposable
{
    private const int SessionsTold = 20;

    private readonly EventLoop _loop = new();
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashBudget _budget = new();
    private readonly UplinkOptions _uplink;
    private readonly LimitsOptions _limits;
    private readonly int _inFlight;
    private readonly ILogger _logger;
    private readonly List<IDisposable> _owned = [];
    private readonly List<Func<LinkStatus>> _links = [];
    private readonly List<Line> _lines = [];
    private readonly long _startedAt = Environment.TickCount64;
    private readonly string _journalPath;
    private readonly JournalWriter _writer;

    /// <param name="uplink">Where the broker is and how to speak to it.</param>
    /// <param name="journal">What the journal keeps, and where.</param>
    /// <param name="limits">What devices may take.</param>
    /// <param name="logger">Told what an operator wants to know.</param>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public RunningBridge(UplinkOptions uplink, JournalOptions journal, LimitsOptions limits, ILogger logger)
    {
        CustodySettings settings = new()
        {
            ClientsMax = limits.ClientsMax,
            InFlight = uplink.InFlight,
            Journal = journal,
        };
        _uplink = uplink;
        _limits = limits;
        _inFlight = settings.DeviceInFlight;
        _logger = logger;
        _journalPath = journal.Path;
        _writer = new JournalWriter(new JournalFile(_journalPath));
        LoopSlot journalSlot = _loop.Add();
        FreeSpace freeSpace = new(_journalPath);
        Journal = new Journal(_writer, journal, freeSpace.Bytes, journalSlot, logger);
        Custody = new Custody(Journal, settings, UtcNow, logger);
        LoopSlot slot = _loop.Add();
        UplinkStream stream = UplinkStreams.Create(uplink, slot);
        _owned.Add(stream);
        Uplink = new Uplink(
            uplink, limits.PacketBytesMax, stream.Stream, stream.LastError, Custody.Broker, Custody, logger);
        Custody.Attach(Uplink);
        EventLoop.Start(journalSlot, Journal);
        EventLoop.Start(_loop.Add(), Custody);
        EventLoop.Start(slot, Uplink);
        Probes = new Probes(_loop, _lines);
        _thread = new Thread(Run) { Name = "edge loop", IsBackground = true };
    }

    /// <summary>What is under way.</summary>
    public Custody Custody { get; }

    /// <summary>Where it is kept.</summary>
    public Journal Journal { get; }

    /// <summary>The connection to the broker.</summary>
    public Uplink Uplink { get; }

    /// <summary>Measures its lines.</summary>
    public Probes Probes { get; }

    /// <summary>Ends when the bridge does; with the failure that ended it, if one did.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Adds a link that the configuration describes. Before <see cref="Start"/>, as all adding.</summary>
    /// <returns>Where it listens; null when it does not.</returns>
    /// <exception cref="IOException">It cannot listen there.</exception>
    public IPEndPoint? Add(LineOptions line)
    {
        LinkGuard guard = new(line, _uplink, _budget);
        if (line.Type == LineType.Serial)
        {
            LoopSlot slot = _loop.Add();
            SerialStream stream = new(line.Port!, line.Baud, slot, line.Rs485);
            _owned.Add(stream);
            AddLine(line, guard, slot, stream, () => stream.LastError);
            return null;
        }

        if (line.Type == LineType.Udp)
        {
            DatagramLink datagrams = new(line.Name, line.Listen!, guard, GatewayOptions(line), _loop, Custody);
            _owned.Add(datagrams);
            _links.Add(() => datagrams.Status);
            return datagrams.EndPoint;
        }

        TcpLink link = new(line.Name, line.Listen!, guard, _limits.ClientsMax, SessionOptions(), _loop, Custody);
        _owned.Add(link);
        _links.Add(() => link.Status);
        return link.EndPoint;
    }

    /// <summary>Adds a raw line of any kind.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bitRate">Bits per second.</param>
    /// <param name="open">Makes the line; it wakes what it is given.</param>
    public Line AddLine(string name, int bitRate, Func<IWakeup, IByteStream> open)
    {
        LoopSlot slot = _loop.Add();
        LineOptions line = new() { Name = name, Baud = bitRate };
        return AddLine(line, new LinkGuard(line), slot, open(slot), () => null);
    }

    /// <summary>Begins.</summary>
    public void Start()
    {
        _writer.Start();
        _thread.Start();
    }

    /// <summary>Asks how it is. Any thread.</summary>
    public Task<BridgeStatus> StatusAsync()
    {
        TaskCompletionSource<BridgeStatus> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        long? oldest = null;
        LoopCall.Post(_loop, _ => Journal.Relieve(
            file => oldest = file.OldestReceivedAt(),
            () => answer.TrySetResult(Status(oldest)),
            isUrgent: true));
        return answer.Task;
    }

    /// <summary>Takes nothing new, waits a moment for what is under way, says goodbye on both sides and ends.</summary>
    public Task StopAsync()
    {
        EventLoop.Start(_loop.Add(), new Closing(_loop, Custody, Journal, Uplink));
        return Ended;
    }

    /// <summary>Closes ports and sockets; the loop has ended.</summary>
    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }

        _writer.Dispose();
    }

    private Line AddLine(
        LineOptions options, LinkGuard guard, LoopSlot slot, IByteStream carrier, Func<string?> carrierError)
    {
        Line line = new(options, guard, carrier, carrierError, SessionOptions(), Custody, UtcNow, _logger);
        _links.Add(() => line.Status);
        _lines.Add(line);
        EventLoop.Start(slot, line);
        return line;
    }

    private BridgeStatus Status(long? oldest)
    {
        return new BridgeStatus(
            (Environment.TickCount64 - _startedAt) / 1000,
            Uplink.Status,
            Custody.Status(_journalPath, oldest is { } since ? (UtcNow() - since) / 1000 : null),
            Custody.DevicesStatus,
            [.. _links.Select(status => status())],
            Custody.LongestSessions(SessionsTold));
    }

    private static long UtcNow() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private MqttServerOptions SessionOptions() => new()
    {
        ConnectTimeoutMs = _limits.ConnectTimeoutSeconds * 1000,
        ReceiveBytes = Math.Min(2048, _limits.PacketBytesMax),
        PacketBytesMax = _limits.PacketBytesMax,
        SendBytes = 4096,
        LogBytes = 32_768,
        InFlightMax = _inFlight,
        HeldMax = _limits.HeldMax,
    };

    private GatewayOptions GatewayOptions(LineOptions line) => new()
    {
        RetryMs = line.RetrySeconds * 1000,
        TopicsMax = line.TopicsMax,
        ClientsMax = _limits.ClientsMax,
        HeldMax = _limits.HeldMax,
        TakesWithoutConnection = line.TakesWithoutConnection,
        Predefined = new PredefinedTopics(
            line.PredefinedTopics.Select(topic => (topic.Id, new Topic(topic.Topic.ToString())))),
    };

    private void Run()
    {
        try
        {
            _loop.Run();
            _ended.SetResult();
        }
        catch (Exception failure)
        {
            // A mistake of ours: better a restart, which loses nothing, than a bridge that half works.
            _ended.SetException(failure);
        }
    }
}
