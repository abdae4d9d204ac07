using Edge.Mqtt;
using Edge.Mqtt.Tests.Simulation;

namespace Edge.Storage.Tests.Sessions;

public class SessionRebootTests
{
    private const int Reboots = 6;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Over_power_cuts_QoS_2_is_exactly_once_both_ways_and_no_stored_message_is_lost(bool isFlash)
    {
        int arrived = 0;
        int cuts = 0;
        int compactions = 0;
        Seeds.Run(120, seed =>
        {
            SimulatedWorld world = new(seed, Weather.ServerOptions(seed));
            world.AnswerMsMax = world.Random.Next(3) == 0 ? 0 : 1 + world.Random.Next(3_000);
            world.Up.MayRepeatTokens = true;
            world.Down.KeepsOrder = false;
            PoweredStore? store = null;
            store = new PoweredStore(world, isFlash, () =>
            {
                // In the middle of a write: nothing leaves any more.
                cuts++;
                world.Client!.Stream.Vanish();
                world.After(0, () => Boot(world, store!, seed));
            });
            Boot(world, store, seed);
            Weather.Publish(world, 40);
            Weather.Storm(world, 3);
            for (int i = 0; i < Reboots; i++)
            {
                world.After(world.Random.Next(18_000), () => store.Power.CutAfter(world.Random.Next(600)));
                world.After(world.Random.Next(18_000), () =>
                {
                    world.Client!.Stream.Vanish();
                    Boot(world, store, seed);
                });
            }

            Weather.Run(world, () => store.Power.CutAfter(int.MaxValue));
            world.Up.Check(tokensAreDue: false);
            world.Down.Check(tokensAreDue: true);
            world.Step(world.Now);
            store.Reboot();
            world.Step(world.Now);
            arrived += world.Up.Arrived;
            compactions += store.Compactions;
        });

        Assert.True(arrived > 1_000 && cuts > 200 && compactions > 200, $"{arrived}, {cuts} cuts, {compactions}");
    }

    // A client of a later boot has the same limits: what is stored has to fit.
    private static void Boot(SimulatedWorld world, PoweredStore store, ulong seed)
    {
        if (world.Client != null)
        {
            store.Reboot();
        }

        MqttClientOptions options = Weather.ClientOptions(world);
        options.InFlightMax = 1 + (int)(seed % 8);
        options.LogBytes = world.ClientLogBytes = 800;
        options.Store = store;
        options.StoresMessages = true;
        world.Client = new ClientLife(world, options);
    }
}
