namespace Edge.MqttSn.Tests.Simulation;

public class BadWeatherTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_message_arrives_as_its_QoS_promises_through_loss_repetition_and_restarts()
    {
        int lost = 0;
        int repeated = 0;
        int registrations = 0;
        int refusals = 0;
        int congestions = 0;
        int arrived = 0;
        Seeds.Run(1500, seed =>
        {
            World world = new(seed);
            Weather.Begin(world);
            MqttSnClientOptions options = Weather.ClientOptions(world);
            ClientLife life = Weather.Boot(world, options);
            Weather.Publish(world, 20);
            Weather.Storm(world, 3);
            Weather.Run(world);
            world.Up.Check(tokensAreDue: true);
            world.Down.Check(tokensAreDue: false);
            Assert.Equal(options.Will == null ? null : "will/device gone", world.Gateway.Will);
            Weather.Leave(world);
            lost += world.Air.Lost;
            repeated += world.Air.Repeated;
            registrations += world.Gateway.Registrations;
            refusals += world.Gateway.Refusals;
            congestions += life.Client.Session.Counters.Congestions;
            arrived += world.Up.Arrived + world.Down.Arrived;
        });

        output.WriteLine(
            $"{arrived} messages came; {lost} datagrams lost, {repeated} repeated; "
            + $"{registrations} ids told, {refusals} unknown; {congestions} times congested");
        Assert.True(lost > 0 && repeated > 0 && registrations > 0 && refusals > 0 && congestions > 0);
    }

    [Fact]
    public void With_clean_sessions_every_message_of_the_client_arrives_at_least_once()
    {
        Seeds.Run(500, seed =>
        {
            World world = new(seed) { Up = { MayRepeat = true } };
            Weather.Begin(world);
            MqttSnClientOptions options = Weather.ClientOptions(world);
            options.CleanSession = true;
            Weather.Boot(world, options);
            Weather.Publish(world, 20);
            Weather.Storm(world, 3);
            Weather.Run(world);
            world.Up.Check(tokensAreDue: true);
            Weather.Leave(world);
            Assert.Equal(0, world.Gateway.Subscriptions);
        });
    }

    [Fact]
    public void Over_a_reliable_link_nothing_is_repeated_and_everything_arrives()
    {
        Seeds.Run(1000, seed =>
        {
            World world = new(seed) { Air = { IsReliable = true } };
            ClientLife life = Weather.Boot(world, Weather.ClientOptions(world));
            Weather.Publish(world, 20);
            int from = world.Random.Next(Weather.StormMs);
            world.After(from, () => world.Air.IsOpen = false);
            world.After(from + world.Random.Next(60_000), () => world.Air.IsOpen = true);
            if (seed % 2 == 0)
            {
                world.After(world.Random.Next(Weather.StormMs), world.Gateway.Restart);
            }

            Weather.Run(world);
            world.Up.Check(tokensAreDue: true);
            world.Down.Check(tokensAreDue: false);
            Weather.Leave(world);
            Assert.Equal(0, life.Client.Session.Counters.Retransmissions);
        });
    }

    [Fact]
    public void The_gateway_publishes_the_will_of_a_client_that_has_vanished()
    {
        Seeds.Run(200, seed =>
        {
            World world = new(seed);
            Weather.Begin(world);
            MqttSnClientOptions options = Weather.ClientOptions(world);
            options.Will = new Will(new Topic("will/device"), "bye"u8.ToArray(), QualityOfService.AtMostOnce, true);
            ClientLife life = Weather.Boot(world, options);
            world.RunUntil(() => life.Client.IsConnected, 600_000, () => "not connected");
            world.Client = null;
            world.RunUntil(() => world.Gateway.Wills.Count > 0, 100_000, () => "no will");
            Assert.Equal(["will/device bye"], world.Gateway.Wills);
        });
    }
}
