namespace Edge.MqttSn.Tests.Simulation;

public class RebootTests
{
    private const int Reboots = 4;

    [Fact]
    public void With_a_store_QoS_2_is_exactly_once_both_ways_over_reboots() => Seeds.Run(1000, seed => Run(seed, 0));

    [Fact]
    public void A_store_that_fails_now_and_then_loses_nothing_that_it_has_promised()
    {
        int failures = 0;
        Seeds.Run(500, seed => failures += Run(seed, 2 + (int)(seed % 20)));
        Assert.True(failures > 0, "no store ever failed");
    }

    [Fact]
    public void Without_a_store_no_forgotten_message_id_swallows_a_new_message()
    {
        Seeds.Run(1000, seed =>
        {
            World world = new(seed);
            world.Down.MayRepeat = true;
            world.Down.KeepsOrder = false;
            Weather.Begin(world);
            Weather.Boot(world, Weather.ClientOptions(world));
            Weather.Publish(world, 20);
            Weather.Storm(world, 2);
            Reboot(world, () =>
            {
                world.Up.ForgetUnacknowledged();
                Weather.Boot(world, Weather.ClientOptions(world));
            });
            Weather.Run(world);
            world.Up.Check(tokensAreDue: true);
            world.Down.Check(tokensAreDue: false);
            Weather.Leave(world);
        });
    }

    // How often the store has failed.
    private static int Run(ulong seed, int failsOneIn)
    {
        World world = new(seed) { Up = { MayRepeatTokens = true }, Down = { KeepsOrder = false } };
        CrashingStore store = new(world) { FailsOneIn = failsOneIn };
        Weather.Begin(world);
        Boot(world, store);
        Weather.Publish(world, 20);
        Weather.Storm(world, 2);
        Reboot(world, () =>
        {
            store.Crash();
            Boot(world, store);
        });
        world.After(Weather.StormMs, () => store.FailsOneIn = 0);
        Weather.Run(world);
        world.Up.Check(tokensAreDue: false);
        world.Down.Check(tokensAreDue: false);
        Weather.Leave(world);
        return store.Failures;
    }

    private static void Boot(World world, CrashingStore store)
    {
        MqttSnClientOptions options = Weather.ClientOptions(world);
        options.Store = store;
        Weather.Boot(world, options);
    }

    // It takes longer than any datagram is on its way.
    private static void Reboot(World world, Action boot)
    {
        for (int i = 0; i < Reboots; i++)
        {
            int at = (i * Weather.StormMs / Reboots) + world.Random.Next((Weather.StormMs / Reboots) - 3000);
            world.After(at, () => world.Client = null);
            world.After(at + Air.DelayMsMax + world.Random.Next(2000), boot);
        }
    }
}
