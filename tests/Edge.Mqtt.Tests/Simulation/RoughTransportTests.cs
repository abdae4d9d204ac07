namespace Edge.Mqtt.Tests.Simulation;

public class RoughTransportTests
{
    [Fact]
    public void A_way_of_a_few_bytes_a_call_that_blocks_for_a_while_loses_nothing()
    {
        Seeds.Run(200, seed =>
        {
            SimulatedWorld world = World(seed);
            world.Client = new ClientLife(world, Weather.ClientOptions(world));
            Weather.Publish(world, 40);
            Weather.Storm(world, 2);
            for (int i = 0; i < 4; i++)
            {
                TopicFilter filter = new(i + new string('f', 200));
                world.After(world.Random.Next(18_000), () =>
                    world.Client.Client.Subscribe(filter, QualityOfService.AtLeastOnce));
                world.After(
                    world.Random.Next(18_000), () => world.BlockedUntil = world.Now + world.Random.Next(5_000));
            }

            Weather.Run(world);
            world.Up.Check(tokensAreDue: true);
            world.Down.Check(tokensAreDue: true);
            world.Step(world.Now);
        });
    }

    [Fact]
    public void Messages_larger_than_both_buffers_arrive_whole_after_cuts_at_any_byte()
    {
        int aborted = 0;
        int ended = 0;
        Seeds.Run(200, seed =>
        {
            SimulatedWorld world = World(seed);
            LargeReceiver receiver = new(world);
            MqttClientOptions options = Weather.ClientOptions(world);
            options.PayloadReceiver = receiver;
            world.Client = new ClientLife(world, options) { Receiver = receiver };
            for (int i = 0; i < 6; i++)
            {
                world.After(world.Random.Next(15_000), () => PublishLargeUp(world));
                world.After(world.Random.Next(15_000), () => PublishLargeDown(world));
                world.After(world.Random.Next(15_000), () => world.CutAfter(1 + world.Random.Next(9_000)));
            }

            Weather.Publish(world, 10);
            Weather.Run(world, () => world.CutAfter(int.MaxValue));
            world.Up.Check(tokensAreDue: true);
            world.Down.Check(tokensAreDue: true);
            world.Step(world.Now);
            Assert.False(receiver.IsUnderWay);
            aborted += receiver.Aborted;
            ended += receiver.Ended;
        });

        Assert.True(aborted > 0 && ended > 0, $"{aborted} payloads aborted, {ended} ended");
    }

    private static SimulatedWorld World(ulong seed)
    {
        MqttServerOptions options = Weather.ServerOptions(seed);
        options.PacketBytesMax = 8_192;
        options.LogBytes = 40_000;
        SimulatedWorld world = new(seed, options);
        world.IsNarrow = world.Random.Next(4) > 0;
        world.AnswerMsMax = world.Random.Next(2) * 1_000;
        return world;
    }

    private static void PublishLargeUp(SimulatedWorld world)
    {
        QualityOfService qualityOfService = (QualityOfService)world.Random.Next(3);
        int length = 500 + world.Random.Next(5_000);
        int token = world.Up.Begin("up/large", qualityOfService, length, out _);
        PublishResult result = world.Client!.Client.Publish(
            new Topic("up/large"), new LargeSource(world, token, length), qualityOfService, false, token);
        world.Up.Settle(token, result, result < PublishResult.RefusedFull);
    }

    private static void PublishLargeDown(SimulatedWorld world)
    {
        QualityOfService qualityOfService = (QualityOfService)world.Random.Next(3);
        int length = 200 + world.Random.Next(5_000);
        int token = world.Down.Begin("down/large", qualityOfService, length, out byte[] payload);
        PublishResult result = world.Server.Current == null
            ? PublishResult.RefusedFull
            : world.Server.Current.Connection.Publish(
                new Topic("down/large"), payload, 0, length, qualityOfService, false, token);
        world.Down.Settle(token, result, result < PublishResult.RefusedFull);
    }
}
