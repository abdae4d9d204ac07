using Edge.Bridge.Configuration;
using Edge.Bridge.Guard;
using Edge.Bridge.Journals;
using Edge.Bridge.Links;
using Edge.Bridge.Loop;
using Edge.Bridge.Uplinks;
using Edge.Mqtt;
using Edge.Simulation;
using Edge.Testing.Disks;
using Microsoft.Extensions.Logging;

namespace Edge.Bridge.Tests.Simulation;

/// <summary>The bridge as it runs, on its event loop, between one raw line and a simulated network, with its journal on a
/// simulated disk. It can die at any moment, and another one takes its place on what the disk then holds.</summary>
internal sealed class LoopedBridge : IDisposable
{
    private readonly Func<long> _clock;
    private readonly SeededRandom _random;
    private readonly SimulatedNetwork _network;
    private readonly LineOptions _options;
    private readonly SimulatedLineEnd _end;
    private readonly ILogger _logger;
    private EventLoop _loop = null!;
    private JournalWriter? _writer;
    private SimulatedSocket? _uplinkSocket;
    private long _writeDue;

    public LoopedBridge(
        Func<long> clock, SeededRandom random, SimulatedNetwork network, LineOptions options, SimulatedLineEnd end,
        SimulatedDisk disk, ILogger logger)
    {
        _clock = clock;
        _random = random;
        _network = network;
        _options = options;
        _end = end;
        _logger = logger;
        Disk = disk;
        Start();
    }

    public SimulatedDisk Disk { get; private set; }

    public Custody Custody { get; private set; } = null!;

    public Journal Journal { get; private set; } = null!;

    public Line Line { get; private set; } = null!;

    /// <summary>Milliseconds by which its wall clock differs from the world's.</summary>
    public long UtcOffsetMs { get; set; }

    /// <summary>The process is killed, and another one starts.</summary>
    public void Kill() => StartOn(Disk.AfterKill());

    /// <summary>The power has gone out, and comes back.</summary>
    public void CutPower(ulong seed) => StartOn(Disk.AfterPowerCut(seed));

    public int Poll()
    {
        long now = _clock();
        int waitMs = _loop.RunOnce(now);
        if (now >= _writeDue)
        {
            // A disk takes its time.
            _writeDue = now + _random.Next(30);
            _writer!.WriteOnce();
        }

        return waitMs;
    }

    public void Dispose()
    {
        _writer?.Dispose();
        Disk.Dispose();
    }

    private void StartOn(SimulatedDisk disk)
    {
        Dispose();
        Disk = disk;
        Start();
    }

    private void Start()
    {
        _end.Close();
        _uplinkSocket?.Close();
        _loop = new EventLoop();
        _writer = new JournalWriter(new JournalFile("edge.db", Disk.VfsName));
        LoopSlot journalSlot = _loop.Add();
        Journal = new Journal(_writer, new JournalOptions(), () => long.MaxValue, journalSlot, _logger);
        Custody = new Custody(Journal, new CustodySettings(), _clock, _logger);
        LoopSlot uplinkSlot = _loop.Add();
        _uplinkSocket = _network.Client();
        _uplinkSocket.Wakeup = uplinkSlot;
        Uplink uplink = new(
            new UplinkOptions { Prefix = "site/" }, 100_000, _uplinkSocket, () => null, Custody.Broker, Custody, _logger);
        Custody.Attach(uplink);
        EventLoop.Start(journalSlot, Journal);
        EventLoop.Start(_loop.Add(), Custody);
        EventLoop.Start(uplinkSlot, uplink);
        LoopSlot lineSlot = _loop.Add();
        _end.Wakeup = lineSlot;
        Line = new Line(
            _options, new LinkGuard(_options), _end, () => null, new MqttServerOptions { PacketBytesMax = 4096 }, Custody,
            () => _clock() + UtcOffsetMs, _logger);
        EventLoop.Start(lineSlot, Line);
    }
}
