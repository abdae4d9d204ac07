using Edge.Testing;

namespace Edge.Bridge.Tests.Simulation;

/// <summary>The promise, whatever fails: what was acknowledged arrives, in the publisher's order for each topic; QoS 2 arrives
/// once.</summary>
public class BridgeWorldTests(ITestOutputHelper output)
{
    private static readonly ulong Seeds = 1_000 * (ulong)LongRun.Factor;

    [Fact]
    public void Whatever_fails_the_promise_is_kept_both_ways_at_both_qualities_of_service()
    {
        int up = 0;
        int down = 0;
        int duplicates = 0;
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            using BridgeWorld world = new(seed);
            for (int step = 0; step < 15; step++)
            {
                world.Run(400, isTalking: true);
                world.Disturb();
            }

            world.Heal();
            for (int i = 0; i < 120 && !world.IsSettled; i++)
            {
                world.Run(500, isTalking: false);
            }

            Assert.True(world.IsSettled, $"seed {seed}: a minute after the world has healed, "
                + $"{world.Broker.Unacknowledged} commands and {world.Devices.Sum(device => device.Unacknowledged)} messages are "
                + $"unacknowledged, {world.Bridge.Custody.Broker.Outbox.Count} in the journal");
            down += Arrivals.CheckBothWays(seed, world.Devices, world.Broker, ref duplicates);
            up += world.Broker.Taken.Count;
        }

        output.WriteLine($"{up} messages up, {down} down, {duplicates} of QoS 1 came twice");
        Assert.True(up > 50 * (int)Seeds && down > 25 * (int)Seeds, $"{up} up and {down} down is too little to prove anything");
        Assert.True(duplicates > 0, "nothing was ever sent again: the world is too kind");
    }
}
