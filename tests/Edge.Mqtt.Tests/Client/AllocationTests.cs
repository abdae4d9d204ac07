using Edge.Testing;

namespace Edge.Mqtt.Tests.Client;

/// <summary>Memory that stays what it was.</summary>
public class AllocationTests : ClientTest
{
    [Fact]
    public void Nothing_is_allocated_while_messages_go_both_ways()
    {
        byte[] payload = new byte[32];
        LoopingStream stream = new(Hex.Bytes("32 26 0001 \"t\" 0005" + new string('0', 66)));
        MqttClient client = new(new MqttClientOptions("id") { KeepAliveSeconds = 8 }, stream, new SilentHandler());
        client.Poll(Now);
        Step(1000);

        Assert.Equal(0, Allocation.Least(() => Step(100_000)));
        Assert.True(client.Session.Counters.PublishesAcknowledged > 100_000, "too few messages were acknowledged");
        Assert.True(client.Session.Counters.PublishesReceived > 100_000, "too few messages were received");
        Assert.Equal(1, client.Session.Counters.Connections);

        void Step(int count)
        {
            for (int i = 0; i < count; i++)
            {
                client.Publish(Topic, payload, 0, payload.Length, QualityOfService.AtLeastOnce, false);
                client.Publish(Topic, payload, 0, payload.Length, QualityOfService.AtMostOnce, false);
                Now += 10;
                client.Poll(Now);
            }
        }
    }
}
