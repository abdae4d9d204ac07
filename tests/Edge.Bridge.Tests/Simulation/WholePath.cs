using Edge.Bridge.Configuration;
using Edge.Bridge.Journals;
using Edge.Simulation;
using Edge.Simulation.Boards;
using Edge.Testing;
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
    private readonly LoopedBridge _bridge;
    private int _boards;

    public WholePath(ulong seed, double bitErrorRate)
    {
        _seed = seed;
        Random = new SeededRandom(seed);
        Broker = new MemoryBroker(() => _clock.Now);
        Network = new SimulatedNetwork(() => _clock.Now, seed, 15, Broker.Accept);
        _wire = new SimulatedLine(
            () => _clock.Now, seed, new LineSettings { BitRate = BitRate, BitErrorRate = bitErrorRate, DelayMs = 5 });
        _bridge = new LoopedBridge(
            () => _clock.Now, Random, Network, new LineOptions { Name = "line", Baud = BitRate }, _wire.Second,
            new SimulatedDisk(seed), NullLogger.Instance);
        StartBoard();
    }

    public SeededRandom Random { get; }

    public MemoryBroker Broker { get; }

    public SimulatedNetwork Network { get; }

    public SimulatedLine Wire => _wire;

    public SimulatedBoard Board { get; private set; } = null!;

    public Custody Custody => _bridge.Custody;

    public Journal Journal => _bridge.Journal;

    public long Now => _clock.Now;

    /// <summary>The seed from which the board's readings follow.</summary>
    public ulong BoardSeed => _seed + (ulong)_boards * 1_000_003;

    public string BoardName => $"board-{_boards}";

    /// <summary>The boards that were before this one, and what each of them had seen acknowledged.</summary>
    public List<(SimulatedBoard Board, ulong Seed)> FormerBoards { get; } = [];

    public void Dispose() => _bridge.Dispose();

    /// <summary>The bridge is killed; another process takes its place on what was written.</summary>
    public void KillBridge() => _bridge.Kill();

    /// <summary>The power goes out in the middle of whatever the disk is doing, and comes back.</summary>
    public void CutPower()
    {
        _bridge.Disk.StopAfterOperation = _bridge.Disk.Operations + 1 + Random.Next(20);
        for (int i = 0; i < 50 && !_bridge.Disk.IsStopped; i++)
        {
            Run(10);
        }

        _bridge.CutPower((ulong)Random.Next(int.MaxValue));
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
            int waitMs = Deadline.Earlier(_bridge.Poll(), Board.Poll(_clock.Now));
            waitMs = Deadline.Earlier(waitMs, Broker.Poll());
            _clock.Advance(Math.Clamp(waitMs, 1, 20));
        }
    }

    /// <summary>A board's readings at the broker: their sequence numbers in the order of arrival.</summary>
    public List<int> Arrived(SimulatedBoard board, ulong seed)
    {
        string topic = "site/" + board.Topic;
        return [.. Broker.Messages.Where(message => message.Topic == topic).Select(message => Sequence(message.Payload, seed))];
    }

    private static int Sequence(string payload, ulong seed)
    {
        Reading? reading = Reading.Parse(System.Text.Encoding.UTF8.GetBytes(payload));
        Assert.True(reading != null && reading == Reading.At(seed, reading.Sequence), $"seed {seed}: damaged: {payload}");
        return reading.Sequence;
    }
}
