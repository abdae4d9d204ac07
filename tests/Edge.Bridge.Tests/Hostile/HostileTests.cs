using Edge.Bridge.Configuration;
using Edge.Bridge.Guard;
using Edge.Bridge.Links;
using Edge.Bridge.Tests.Simulation;
using Edge.Link;
using Edge.Mqtt;
using Edge.Simulation;
using Edge.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Bridge.Tests.Hostile;

/// <summary>Whatever somebody sends, on whatever link: the bridge stays up, its memory stays bounded, and a well-behaved
/// device beside it is served and loses nothing.</summary>
public sealed class HostileTests(ITestOutputHelper output) : IDisposable
{
    private const long MemoryMax = 64 << 20;

    private readonly VirtualClock _clock = new(1_000_000);
    private readonly SeededRandom _random = new(1);
    private SimulatedBroker _broker = null!;
    private SimulatedBridge _bridge = null!;
    private SimulatedDevice _good = null!;

    public void Dispose() => _bridge?.Dispose();

    [Fact]
    public void A_hundred_connections_that_announce_256_MiB_get_no_memory_for_it()
    {
        Begin();
        Run(100);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        byte[] announcement = Convert.FromHexString("30FFFFFF7F00");
        byte[] connected = [.. new MutatedPackets(1).Connect(), .. announcement];
        for (int i = 0; i < 100; i++)
        {
            _bridge.Accept(new HostileStream(i % 2 == 0 ? announcement : connected, hangsUp: false));
        }

        Run(500);
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < 4 << 20, $"{grown} bytes more");
        CheckGood(publishedAtLeast: 20);
    }

    [Fact]
    public void A_million_mutated_packets_before_and_after_connect_do_no_harm()
    {
        const int PacketsMax = 1_000_000;
        Begin();
        MutatedPackets packets = new(7);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        int sent = 0;
        for (int connection = 0; sent < PacketsMax * LongRun.Factor; connection++)
        {
            List<byte> bytes = connection % 2 == 0 ? [] : [.. packets.Connect()];
            // One mistake ends a connection, so most of what is behind it is never read: many are short.
            int count = connection % 8 == 0 ? 400 : 1 + _random.Next(6);
            for (int i = 0; i < count; i++, sent++)
            {
                bytes.AddRange(packets.Next());
            }

            _bridge.Accept(new HostileStream([.. bytes], hangsUp: connection % 10 != 0));
            if (connection % 50 == 0)
            {
                Run(1);
            }
        }

        Run(30_000);
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{sent} packets, {_bridge.Custody.Sessions.All.Count} sessions, {grown} bytes more");
        Assert.True(grown < MemoryMax, $"{grown} bytes more");
        CheckGood(publishedAtLeast: 100);
    }

    [Fact]
    public void Garbage_and_mutated_packets_on_a_serial_line_do_no_harm()
    {
        Begin();
        SimulatedLine wire = new(() => _clock.Now, 3, new LineSettings { BitRate = 1_000_000, DelayMs = 0 });
        LineOptions options = new() { Name = "line", Baud = 1_000_000 };
        Line line = new(
            options, new LinkGuard(options), wire.Second, () => null, new MqttServerOptions(), _bridge.Custody,
            () => _clock.Now, NullLogger.Instance);
        LinkEndpoint link = new(wire.First, new LinkOptions { BitRate = 1_000_000, BootId = 5, Seed = 6 });
        LinkStream stream = new(link, isInitiator: true);
        MutatedPackets packets = new(9);
        byte[] waiting = [];
        int sent = 0;
        byte[] trash = new byte[512];
        for (int i = 0; i < 40_000; i++)
        {
            Run(1);
            line.Poll(_clock.Now);
            if (stream.State == StreamState.Closed)
            {
                stream.Open(_clock.Now);
                waiting = _random.Next(2) == 0 ? [] : packets.Connect();
            }

            stream.Poll(_clock.Now);
            stream.Read(trash, 0, trash.Length);
            if (waiting.Length == 0)
            {
                waiting = packets.Next();
                sent++;
            }

            int taken = stream.State == StreamState.Open ? stream.Write(waiting, 0, waiting.Length) : 0;
            waiting = waiting[taken..];
            if (i % 100 == 0)
            {
                // Not even a frame.
                byte[] garbage = [.. Enumerable.Range(0, 1 + _random.Next(500)).Select(_ => (byte)_random.Next(256))];
                wire.First.Write(garbage, 0, garbage.Length);
            }
        }

        output.WriteLine($"{sent} packets");
        Assert.True(sent > 1_000, $"only {sent} packets");
        Run(5_000);
        CheckGood(publishedAtLeast: 1_000);
    }

    private void Begin()
    {
        _broker = new SimulatedBroker(() => _clock.Now);
        SimulatedNetwork upstream = new(() => _clock.Now, 1, 2, _broker.Accept);
        _bridge = new SimulatedBridge(() => _clock.Now, upstream, new CustodySettings());
        SimulatedNetwork downstream = new(() => _clock.Now, 2, 2, _bridge.Accept);
        _good = new SimulatedDevice("good", downstream.Client(), _random);
        Run(100);
    }

    private void Run(int milliseconds)
    {
        for (int i = 0; i < milliseconds; i++)
        {
            _clock.Advance(1);
            if (_clock.Now % 20 == 0)
            {
                _good.Publish(QualityOfService.AtLeastOnce);
            }

            _bridge.Poll();
            _good.Poll(_clock.Now);
            _broker.Poll();
        }
    }

    private void CheckGood(int publishedAtLeast)
    {
        for (int i = 0; i < 5_000 && (_good.Unacknowledged > 0 || _bridge.Custody.Broker.Outbox.Count > 0); i++)
        {
            _clock.Advance(1);
            _bridge.Poll();
            _good.Poll(_clock.Now);
            _broker.Poll();
        }

        Assert.Equal(0, _good.Unacknowledged);
        Assert.Equal(1, _good.Connections);
        List<int> arrived = [.. _broker.Taken.Where(m => m.Topic == "site/up/good/q1").Select(m => m.Number)];
        HashSet<int> acknowledged = _good.Acknowledged["up/good/q1"];
        Assert.True(acknowledged.Count >= publishedAtLeast, $"only {acknowledged.Count} were published");
        Assert.Equal(Enumerable.Range(0, arrived.Count), arrived);
        Assert.True(acknowledged.All(number => number < arrived.Count), "acknowledged and lost");
    }
}
