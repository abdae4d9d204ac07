using System.Globalization;
using Edge.Testing;

namespace Edge.Mqtt.Tests.Broker;

/// <summary>What a real mosquitto and cut connections leave of messages: all of them.</summary>
public sealed class BrokerRecoveryTests
{
    private const int LargeBytes = 10_000_000;

    public BrokerRecoveryTests()
    {
        Assert.SkipUnless(Mosquitto.IsInstalled, Mosquitto.SkipReason);
    }

    [Theory]
    [InlineData(QualityOfService.AtLeastOnce, 1)]
    [InlineData(QualityOfService.ExactlyOnce, 2)]
    public void Ten_megabytes_arrive_whole_though_either_connection_is_cut_three_times(
        QualityOfService qualityOfService, int seed)
    {
        using Mosquitto broker = new();
        LargePayload payload = new(LargeBytes);
        using HashingReceiver parts = new();
        using FaultyStream inbound = new(RunningClient.Tcp(broker.Port), Cuts(seed));
        MqttClientOptions options = RunningClient.Options("receiver");
        options.PayloadReceiver = parts;
        using RunningClient receiver = new RunningClient(options, inbound).StartConnected();
        receiver.Subscribe("large", qualityOfService);
        using FaultyStream outbound = new(RunningClient.Tcp(broker.Port), Cuts(seed + 100));
        using RunningClient sender = new RunningClient(RunningClient.Options("sender"), outbound).StartConnected();

        PublishResult result = sender.Client.Publish(new Topic("large"), payload, qualityOfService, false, 5);
        Assert.True(result < PublishResult.RefusedFull, result.ToString());
        sender.UntilAcknowledged(1);
        Assert.True(
            SpinWait.SpinUntil(() => parts.Hashes.Length > 0, TimeSpan.FromSeconds(20)),
            $"seed {seed}: {parts.Begun} begun, {parts.Aborted} aborted");
        // What comes behind it shows that nothing of it is left over.
        sender.PublishSafely("large", "small");
        receiver.UntilMessages(1);

        Assert.Equal([payload.Hash], parts.Hashes);
        Assert.Equal((3, 3), (outbound.Cuts, inbound.Cuts));
        Assert.Equal((4, 3), (parts.Begun, parts.Aborted));
        Assert.InRange(parts.LargestPart, 1, 4096);
        Assert.Equal([5, 1], sender.Acknowledged);
        Assert.Equal("small", Assert.Single(receiver.Messages).Text);
    }

    [Fact]
    public void A_thousand_messages_outlive_a_restart_of_the_broker_in_their_order()
    {
        using Mosquitto broker = new(isPersistent: true);
        using RunningClient subscriber = new RunningClient("subscriber", broker.Port).StartConnected();
        subscriber.Subscribe("readings", QualityOfService.AtLeastOnce);
        using RunningClient publisher = new RunningClient("publisher", broker.Port).StartConnected();

        Publish(publisher, 0, 600);
        subscriber.UntilMessages(100);
        broker.Stop();
        publisher.UntilEnding();
        Publish(publisher, 600, 1000);
        broker.Restart();
        publisher.UntilAcknowledged(1000);
        publisher.PublishSafely("readings", "1000");
        subscriber.UntilText("1000");

        Assert.Equal(
            Enumerable.Range(0, 1001),
            subscriber.Messages.Select(message => int.Parse(message.Text, CultureInfo.InvariantCulture)).Distinct());
        Assert.Equal(Enumerable.Range(0, 1000), publisher.Acknowledged.Take(1000));
        Assert.Equal([false, true], subscriber.Sessions);
    }

    private static void Publish(RunningClient publisher, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            PublishResult result = publisher.Publish(
                "readings", i.ToString(CultureInfo.InvariantCulture), QualityOfService.AtLeastOnce, token: i);
            Assert.True(result < PublishResult.RefusedFull, result.ToString());
        }
    }

    // Behind the handshake and the first bytes of the payload, before its end.
    private static int[] Cuts(int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, 3).Select(_ => random.Next(10_000, LargeBytes / 2))];
    }
}
