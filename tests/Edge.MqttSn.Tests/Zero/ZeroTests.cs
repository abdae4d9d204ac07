using Edge.Testing;

namespace Edge.MqttSn.Tests.Zero;

public class ZeroTests
{
    private readonly Topic _topic = new("sensors/barn");
    private readonly byte[] _payload = new byte[32];
    private readonly MirrorLink _link = new();
    private readonly MqttSnClient _client;
    private long _now = 1;

    public ZeroTests()
    {
        _client = new MqttSnClient(new MqttSnClientOptions("id") { KeepAliveSeconds = 8, RetryMaxMs = 1_000 }, _link);
        _client.Subscribe(new TopicFilter("sensors/barn"), QualityOfService.ExactlyOnce);
        Exchange(1000);
    }

    [Fact]
    public void Messages_of_every_quality_of_service_go_each_way_and_nothing_is_allocated()
    {
        const int Rounds = 100_000;
        Assert.Equal(0, Allocation.Least(() => Exchange(Rounds)));
        SessionCounters counters = _client.Session.Counters;
        Assert.InRange(counters.PublishesAcknowledged, 2 * Rounds, int.MaxValue);
        Assert.InRange(counters.PublishesReceived, 3 * Rounds, int.MaxValue);
        Assert.Equal(0, counters.Retransmissions + counters.Violations + counters.HandlerFailures + counters.Ignored);
        Assert.Equal(1, counters.Connections);
        Assert.Equal(0, _client.Session.QueuedMessages);
    }

    [Fact]
    public void Reconnects_sleep_and_waking_allocate_nothing()
    {
        Live(10);
        Assert.Equal(0, Allocation.Least(() => Live(1_000)));
        Assert.InRange(_client.Session.Counters.Connections, 2_000, int.MaxValue);
        Assert.True(_client.IsConnected);
    }

    private void Exchange(int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            for (int qualityOfService = 0; qualityOfService <= 2; qualityOfService++)
            {
                _client.Publish(_topic, _payload, 0, _payload.Length, (QualityOfService)qualityOfService, false);
            }

            Pass(10, 8);
        }
    }

    private void Live(int lives)
    {
        for (int i = 0; i < lives; i++)
        {
            _link.Epoch++;
            Pass(1_000, 8);
            _client.Sleep(10);
            Pass(1_000, 30);
            _client.WakeUp();
            Pass(1_000, 4);
        }
    }

    private void Pass(int milliseconds, int polls)
    {
        for (int i = 0; i < polls; i++)
        {
            _now += milliseconds;
            _client.Poll(_now);
        }
    }
}
