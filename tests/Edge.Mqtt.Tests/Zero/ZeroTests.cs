using Edge.Testing;

namespace Edge.Mqtt.Tests.Zero;

public class ZeroTests
{
    private readonly Topic _topic = new("sensors/barn");
    private readonly byte[] _payload = new byte[32];
    private readonly MirrorStream _stream = new();
    private readonly MqttClient _client;
    private long _now = 1;

    public ZeroTests()
    {
        _client = new MqttClient(
            new MqttClientOptions("id") { KeepAliveSeconds = 8 }, _stream, new Silent());
        _client.Poll(_now);
        Exchange(1000);
    }

    [Fact]
    public void A_million_messages_of_every_quality_of_service_go_each_way_and_nothing_is_allocated()
    {
        Assert.Equal(0, Allocation.Least(() => Exchange(1_000_000 / 3)));

        SessionCounters counters = _client.Session.Counters;
        Assert.True(counters.PublishesAcknowledged > 2 * (1_000_000 / 3), "too few messages were acknowledged");
        Assert.True(counters.PublishesReceived > 999_000, "too few messages were received");
        Assert.Equal(0, counters.DuplicatesSuppressed);
        Assert.Equal(1, counters.Connections);
    }

    [Fact]
    public void A_thousand_reconnects_allocate_nothing()
    {
        Reconnect(10);

        Assert.Equal(0, Allocation.Least(() => Reconnect(1000)));
        Assert.True(_client.Session.Counters.Connections > 1000, "too few connections were made");
    }

    private void Exchange(int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            _client.Publish(_topic, _payload, 0, _payload.Length, QualityOfService.AtMostOnce, false);
            _client.Publish(_topic, _payload, 0, _payload.Length, QualityOfService.AtLeastOnce, false);
            _client.Publish(_topic, _payload, 0, _payload.Length, QualityOfService.ExactlyOnce, false);
            _now += 10;
            _client.Poll(_now);
        }
    }

    private void Reconnect(int times)
    {
        for (int i = 0; i < times; i++)
        {
            _client.Publish(_topic, _payload, 0, _payload.Length, QualityOfService.ExactlyOnce, false);
            _stream.Close();
            do
            {
                _now += 60_000;
                _client.Poll(_now);
            }
            while (!_client.Session.IsConnected);
        }
    }

    private sealed class Silent : ClientHandler
    {
    }
}
