namespace Edge.MqttSn.Tests.Simulation;

public class SleepTests
{
    private const int SleepSeconds = 30;

    [Fact]
    public void A_client_that_sleeps_and_wakes_gets_every_message_that_waited_and_sends_its_own()
    {
        int wakings = 0;
        Seeds.Run(500, seed =>
        {
            World world = new(seed);
            Weather.Begin(world);
            ClientLife life = Weather.Boot(world, Weather.ClientOptions(world));
            Weather.Publish(world, 15);
            Doze(world, life);
            Weather.Run(world);
            world.Up.Check(tokensAreDue: true);
            world.Down.Check(tokensAreDue: false);
            world.RunFor(1);
            Assert.Equal(0, world.Gateway.PublishesWhileAsleep);
            wakings += world.Gateway.Wakings;
        });

        Assert.True(wakings > 0);
    }

    // To sleep when connected, awake now and then, until the storm is over.
    private static void Doze(World world, ClientLife life)
    {
        for (int i = 1; i < 12; i++)
        {
            world.After((i * 10_000) - world.Random.Next(9000), () =>
            {
                switch (world.Random.Next(4))
                {
                    case 0:
                        life.Client.WakeUp();
                        break;
                    case 1:
                        life.Client.Fetch();
                        break;
                    default:
                        life.Client.Sleep(SleepSeconds);
                        break;
                }
            });
        }

        world.After(Weather.StormMs, life.Client.WakeUp);
    }
}
