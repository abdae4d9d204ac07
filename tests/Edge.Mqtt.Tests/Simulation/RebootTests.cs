namespace Edge.Mqtt.Tests.Simulation;

public class RebootTests
{
    private const int Reboots = 6;

    [Fact]
    public void With_a_store_QoS_2_is_exactly_once_both_ways_over_reboots()
    {
        int stored = 0;
        Seeds.Run(250, seed =>
        {
            SimulatedWorld world = Run(seed, failsOneIn: 0);
            stored += world.Up.Arrived;
        });
        Assert.True(stored > 0);
    }

    [Fact]
    public void A_store_that_fails_now_and_then_loses_nothing_that_it_has_promised()
    {
        int failures = 0;
        Seeds.Run(250, seed =>
        {
            SimulatedWorld world = Run(seed, 2 + (int)(seed % 20));
            failures += world.Client!.Endings.GetValueOrDefault(DisconnectReason.StoreFailed);
        });
        Assert.True(failures > 0, "no store ever failed");
    }

    [Fact]
    public void Without_a_store_no_forgotten_identifier_swallows_a_new_message()
    {
        Seeds.Run(400, seed =>
        {
            SimulatedWorld world = new(seed, Weather.ServerOptions(seed));
            world.AnswerMsMax = world.Random.Next(3) == 0 ? 0 : 1 + world.Random.Next(3_000);
            world.Down.MayRepeat = true;
            world.Client = new ClientLife(world, Weather.ClientOptions(world));
            Weather.Publish(world, 40);
            Weather.Storm(world, 3);
            for (int i = 0; i < Reboots; i++)
            {
                world.After(world.Random.Next(18_000), () =>
                {
                    Leave(world);
                    world.Up.ForgetUnacknowledged();
                    world.Client = new ClientLife(world, Weather.ClientOptions(world));
                });
            }

            Weather.Run(world);
            world.Up.Check(tokensAreDue: true);
            world.Down.Check(tokensAreDue: true);
            world.Step(world.Now);
        });
    }

    private static SimulatedWorld Run(ulong seed, int failsOneIn)
    {
        SimulatedWorld world = new(seed, Weather.ServerOptions(seed));
        CrashingStore store = new(world) { FailsOneIn = failsOneIn };
        world.AnswerMsMax = world.Random.Next(3) == 0 ? 0 : 1 + world.Random.Next(3_000);
        world.Up.MayRepeatTokens = true;
        world.Down.KeepsOrder = false;
        // A client of a later boot has the same limits: what is stored has to fit.
        uint limits = (uint)seed;
        Boot(world, store, limits);
        Weather.Publish(world, 40);
        Weather.Storm(world, 3);
        for (int i = 0; i < Reboots; i++)
        {
            world.After(world.Random.Next(18_000), () =>
            {
                Leave(world);
                store.Crash();
                Boot(world, store, limits);
            });
        }

        Weather.Run(world, () => store.FailsOneIn = 0);
        world.Up.Check(tokensAreDue: false);
        world.Down.Check(tokensAreDue: true);
        world.Step(world.Now);
        return world;
    }

    private static void Boot(SimulatedWorld world, CrashingStore store, uint limits)
    {
        MqttClientOptions options = Weather.ClientOptions(world);
        options.InFlightMax = 1 + (int)(limits % 8);
        options.LogBytes = world.ClientLogBytes = 800;
        options.Store = store;
        options.StoresMessages = true;
        world.Client = new ClientLife(world, options);
    }

    // The server may hear of it, or not.
    private static void Leave(SimulatedWorld world)
    {
        if (world.Random.Next(2) == 0)
        {
            world.Client!.Stream.Close();
        }
        else
        {
            world.Client!.Stream.Vanish();
        }
    }
}
