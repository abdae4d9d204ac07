using Edge.Bridge.Configuration;
using Edge.Bridge.Guard;
using Edge.Bridge.Journals;
using Edge.Bridge.Links;
using Edge.Bridge.Loop;
using Edge.Bridge.Uplinks;
using Edge.Mqtt;
using Edge.Simulation;
using Edge.Simulation.Boards;
using Edge.Testing.Disks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Bridge.Tests.Simulation;

/// <summary>Device, line, bridge, network and broker in one thread under one clock and one seed.</summary>
internal sealed class WholePath : IDisposable
{
    private const int BitRate = 38_400;

    private readonly VirtualClock _clock = new(1_000_000);
    private readonly ulong _seed;
    private readonly SimulatedLine _wire;
    private SimulatedDisk _disk;
    private EventLoop _loop = null!;
    private JournalWriter? _writer;
    private long _writeDue;
    private SimulatedSocket? _uplinkSocket;
    private int _boards;

    public WholePath(ulong seed, double bitErrorRate)
    {
        _seed = seed;
        Random = new SeededRandom(seed);
        _disk = new SimulatedDisk(seed);
        Broker = new RecordingBroker(() => _clock.Now);
        Network = new SimulatedNetwork(() => _clock.Now, seed, 15, Broker.Accept);
        _wire = new SimulatedLine(
            () => _clock.Now, seed, new LineSettings { BitRate = BitRate, BitErrorRate = bitErrorRate, DelayMs = 5 });
        StartBridge();
        StartBoard();
    }

    public SeededRandom Random { get; }

    public RecordingBroker Broker { get; }

    public SimulatedNetwork Network { get; }

    public SimulatedLine Wire => _wire;

    public SimulatedBoard Board { get; private set; } = null!;

    public Custody Custody { get; private set; } = null!;

    public Journal Journal { get; private set; } = null!;

    public long Now => _clock.Now;

    /// <summary>The seed from which the board's readings follow.</summary>
    public ulong BoardSeed => _seed + (ulong)_boards * 1_000_003;

    public string BoardName => $"board-{_boards}";

    /// <summary>The boards that were before this one, and what each of them had seen acknowledged.</summary>
    public List<(SimulatedBoard Board, ulong Seed)> FormerBoards { get; } = [];

    public void Dispose()
    {
        _writer?.Dispose();
        _disk.Dispose();
    }

    /// <summary>The bridge is killed; another process takes its place on what was written.</summary>
    public void KillBridge() => StartBridgeOn(_disk.AfterKill());

    /// <summary>The power goes out in the middle of whatever the disk is doing, and comes back.</summary>
    public void CutPower()
    {
        _disk.StopAfterOperation = _disk.Operations + 1 + Random.Next(20);
        for (int i = 0; i < 50 && !_disk.IsStopped; i++)
        {
            Run(10);
        }

        StartBridgeOn(_disk.AfterPowerCut((ulong)Random.Next(int.MaxValue)));
    }

    private void StartBridgeOn(SimulatedDisk disk)
    {
        _writer!.Dispose();
        _disk.Dispose();
        _disk = disk;
        StartBridge();
    }

    private void StartBridge()
    {
        _wire.Second.Close();
        _uplinkSocket?.Close();
        _loop = new EventLoop();
        _writer = new JournalWriter(new JournalFile("edge.db", _disk.VfsName));
        LoopSlot journalSlot = _loop.Add();
        Journal = new Journal(_writer, new JournalOptions(), () => long.MaxValue, journalSlot, NullLogger.Instance);
        Custody = new Custody(Journal, new CustodySettings(), () => _clock.Now, NullLogger.Instance);
        LoopSlot uplinkSlot = _loop.Add();
        _uplinkSocket = Network.Client();
        _uplinkSocket.Wakeup = uplinkSlot;
        Uplink uplink = new(
            new UplinkOptions { Prefix = "site/" }, 100_000, _uplinkSocket, () => null, Custody.Broker, Custody,
            NullLogger.Instance);
        Custody.Attach(uplink);
        EventLoop.Start(journalSlot, Journal);
        EventLoop.Start(_loop.Add(), Custody);
        EventLoop.Start(uplinkSlot, uplink);
        LoopSlot lineSlot = _loop.Add();
        _wire.Second.Wakeup = lineSlot;
        LineOptions options = new() { Name = "line", Baud = BitRate };
        Line line = new(
            options, new LinkGuard(options), _wire.Second, () => null, new MqttServerOptions(), Custody, NullLogger.Instance);
        EventLoop.Start(lineSlot, line);
    }

    /// <summary>The board reboots: whatever was in its memory is gone, and it measures something new.</summary>
    public void StartBoard()
    {
        _wire.First.Close();
        if (_boards > 0)
        {
            FormerBoards.Add((Board, BoardSeed));
        }

        _boards++;
        Board = new SimulatedBoard(BoardName, _wire.First, BitRate, 100, BoardSeed);
    }

    /// <summary>Lets time pass.</summary>
    public void Run(int milliseconds)
    {
        long end = _clock.Now + milliseconds;
        while (_clock.Now < end)
        {
            int waitMs = Deadline.Earlier(_loop.RunOnce(_clock.Now), Board.Poll(_clock.Now));
            if (_clock.Now >= _writeDue)
            {
                // A disk takes its time.
                _writeDue = _clock.Now + Random.Next(30);
                _writer!.WriteOnce();
            }

            waitMs = Deadline.Earlier(waitMs, Broker.Poll());
            _clock.Advance(Math.Clamp(waitMs, 1, 20));
        }
    }

    /// <summary>A board's readings at the broker: their sequence numbers in the order of arrival.</summary>
    public List<int> Arrived(SimulatedBoard board, ulong seed)
    {
        Dictionary<string, int> sequences = [];
        for (int i = 0; i < board.Published; i++)
        {
            sequences[System.Text.Encoding.UTF8.GetString(Reading.At(seed, i).ToJson())] = i;
        }

        string topic = "site/" + board.Topic;
        return [.. Broker.Messages.Where(message => message.Topic == topic).Select(message => sequences[message.Payload])];
    }
}
