using System.Globalization;
using Edge.Bridge.Configuration;
using Edge.Bridge.Gateway;
using Edge.Bridge.Tests.Simulation;
using Edge.MqttSn;
using Edge.Simulation;
using Edge.Testing;

namespace Edge.Bridge.Tests.Gateway;

/// <summary>Whatever comes in datagrams: the gateway stays up, its memory stays bounded, and well-behaved clients beside it
/// are served and lose nothing.</summary>
public sealed class HostileDatagramTests : IDisposable
{
    private const long MemoryMax = 64 << 20;
    private const int GoodClients = 20;

    // Addresses of those who do harm begin here.
    private const byte Hostile = 100;

    private readonly VirtualClock _clock = new(1_000_000);
    private readonly MemoryBroker _broker;
    private readonly SimulatedBridge _bridge;
    private readonly GoodClient[] _good = [.. Enumerable.Range(1, GoodClients).Select(i => new GoodClient((byte)i))];
    private readonly ITestOutputHelper _output;
    private bool _isPublishing = true;

    public HostileDatagramTests(ITestOutputHelper output)
    {
        _output = output;
        _broker = new MemoryBroker(() => _clock.Now);
        SimulatedNetwork upstream = new(() => _clock.Now, 1, 5, _broker.Accept);
        _bridge = new SimulatedBridge(() => _clock.Now, upstream, new CustodySettings { Journal = new JournalOptions() })
        {
            WayBack = address => address[0] < Hostile ? _good[address[0] - 1] : new Nobody(),
        };
    }

    public void Dispose() => _bridge.Dispose();

    [Theory]
    [InlineData(100_000, true)]
    [InlineData(1_000_000, false)]
    public void Datagrams_of_any_kind_do_no_harm(int datagrams, bool isRandom)
    {
        Run(100);
        MutatedMessages messages = new(7);
        SeededRandom random = new(3);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < datagrams * LongRun.Factor; i++)
        {
            byte[] message = isRandom ? messages.Random() : messages.Next();
            byte[] address = [(byte)(Hostile + random.Next(50)), (byte)random.Next(2)];
            _bridge.Gateway.Receive(address, message, 0, message.Length, _clock.Now);
            if (i % 100 == 0)
            {
                Run(1);
            }
        }

        Run(2000);
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        _output.WriteLine(
            $"{datagrams} datagrams, {_bridge.Gateway.Counters.Violations} broken, {_bridge.Gateway.Count} clients, "
            + $"{_bridge.Custody.Sessions.All.Count} sessions, {grown} bytes more");
        Assert.True(grown < MemoryMax, $"{grown} bytes more");
        CheckGood(publishedAtLeast: 5);
    }

    [Fact]
    public void Five_thousand_clients_that_come_and_go_under_new_names_leave_no_place_taken()
    {
        byte[] buffer = new byte[64];
        for (int i = 0; i < 5_000; i++)
        {
            byte[] id = System.Text.Encoding.ASCII.GetBytes("n" + i.ToString(CultureInfo.InvariantCulture));
            byte[] address = [Hostile, (byte)(i >> 8), (byte)i];
            _bridge.Gateway.Receive(address, buffer, 0, MessageWriter.Connect(buffer, 0, Flags.CleanSession, 10, id), _clock.Now);
            if (i % 2 == 0)
            {
                _bridge.Gateway.Receive(address, buffer, 0, MessageWriter.Empty(buffer, 0, MessageType.Disconnect), _clock.Now);
            }

            if (i % 50 == 0)
            {
                Run(1);
            }
        }

        Run(16_000);
        Assert.Equal(GoodClients, _bridge.Gateway.Count);
        Assert.Equal(GoodClients, _bridge.Custody.Sessions.All.Count);
        CheckGood(publishedAtLeast: 5);
    }

    [Fact]
    public void Sixty_five_thousand_topics_of_one_client_have_a_number_each()
    {
        _bridge.GatewayOptions = new GatewayOptions { TopicsMax = 65_000 };
        _bridge.Kill();
        byte[] buffer = new byte[64];
        byte[] address = [Hostile];
        _bridge.Gateway.Receive(address, buffer, 0, MessageWriter.Connect(buffer, 0, 0, 600, [(byte)'m']), _clock.Now);
        for (int i = 1; i <= 65_001; i++)
        {
            byte[] topic = System.Text.Encoding.ASCII.GetBytes("many/" + i.ToString(CultureInfo.InvariantCulture));
            int end = MessageWriter.Register(buffer, 0, 0, 1 + (i % 65_535), topic, 0, topic.Length);
            _bridge.Gateway.Receive(address, buffer, 0, end, _clock.Now);
            if (i % 50 == 0)
            {
                Run(1);
            }
        }

        Run(1000);
        TopicRegistry topics = _bridge.Custody.Sessions.Find("m")!.Topics;
        Assert.Equal(65_000, topics.Count);
        _bridge.Kill();
        topics = _bridge.Custody.Sessions.Find("m")!.Topics;
        Assert.Equal(65_000, topics.Count);
        Assert.Equal("many/65000", topics.Find(65_000)!.ToString());
        Assert.Equal(1, topics.Find("many/1"u8));
    }

    private void CheckGood(int publishedAtLeast)
    {
        _isPublishing = false;
        for (int i = 0; i < 100 && _bridge.Custody.Broker.Outbox.Count > 0; i++)
        {
            Run(1000);
        }

        foreach (GoodClient good in _good)
        {
            int[] arrived =
            [
                .. _broker.Messages.Where(message => message.Topic == "site/" + good.Topic)
                    .Select(message => int.Parse(message.Payload, CultureInfo.InvariantCulture)).Distinct(),
            ];
            Assert.True(good.Acknowledged >= publishedAtLeast, $"{good.Topic}: {good.Acknowledged} acknowledged");
            Assert.Equal(Enumerable.Range(0, arrived.Length), arrived);
            Assert.InRange(arrived.Length, good.Acknowledged, good.Acknowledged + 1);
        }
    }

    private void Run(int milliseconds)
    {
        for (int i = 0; i < milliseconds; i++)
        {
            _clock.Advance(1);
            _bridge.Poll();
            foreach (GoodClient good in _isPublishing ? _good : [])
            {
                good.Poll(_bridge.Gateway, _clock.Now);
            }

            _broker.Poll();
        }
    }

    private sealed class Nobody : IClientPort
    {
        public int MessageBytesMax => 1000;

        public bool IsReliable => false;

        public bool Send(byte[] buffer, int offset, int count) => true;
    }
}
