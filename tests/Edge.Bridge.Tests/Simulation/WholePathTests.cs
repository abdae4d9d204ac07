using Edge.Testing;

namespace Edge.Bridge.Tests.Simulation;

public class WholePathTests
{
    private static readonly ulong Seeds = 150 * (ulong)LongRun.Factor;

    [Fact]
    public void Whatever_fails_nothing_acknowledged_is_lost_and_first_arrivals_keep_their_order()
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            WholePath world = new(seed, bitErrorRate: seed % 3 * 1e-4);
            for (int step = 0; step < 12; step++)
            {
                world.Run(200 + world.Random.Next(3000));
                Check(world, seed);
                Disturb(world);
                Check(world, seed);
            }

            world.Wire.Restore();
            world.Wire.ReopenPort(world.Wire.Second);
            world.Network.IsReachable = true;
            world.Board.StopMeasuring();
            for (int i = 0; i < 60 && world.Board.Acknowledged < world.Board.Published; i++)
            {
                world.Run(1000);
            }

            Check(world, seed);
            Assert.True(
                world.Board.Acknowledged == world.Board.Published,
                $"seed {seed}: {world.Board.Published} published, {world.Board.Acknowledged} acknowledged a minute after the world has healed");
        }
    }

    [Fact]
    public void A_device_is_acknowledged_only_after_the_broker_has_acknowledged()
    {
        WholePath world = new(seed: 7, bitErrorRate: 0);
        world.Run(2000);
        Assert.True(world.Board.Acknowledged > 10, "readings go through");

        world.Network.IsReachable = false;
        world.Network.Cut();
        world.Run(100);
        int acknowledged = world.Board.Acknowledged;
        world.Run(10_000);
        Assert.Equal(acknowledged, world.Board.Acknowledged);
        Assert.True(world.Board.IsConnected, "a dead uplink does not cut the device off");
        Assert.InRange(world.Custody.HeldUp, 1, 8);

        world.Network.IsReachable = true;
        world.Run(40_000);
        Assert.Equal(0, world.Custody.HeldUp);
        Check(world, 7);
    }

    [Fact]
    public void A_healthy_path_duplicates_nothing()
    {
        WholePath world = new(seed: 3, bitErrorRate: 2e-4);
        world.Run(60_000);

        List<int> arrived = world.Arrived();
        Assert.True(arrived.Count > 500, $"only {arrived.Count} readings arrived in a minute");
        Assert.Equal(Enumerable.Range(0, arrived.Count), arrived);
    }

    // One thing goes wrong, or is mended.
    private static void Disturb(WholePath world)
    {
        switch (world.Random.Next(10))
        {
            case 0:
                world.Wire.Cut();
                break;
            case 1:
                world.Wire.Restore();
                break;
            case 2:
                world.Wire.ClosePort(world.Wire.Second);
                break;
            case 3 or 4:
                world.Wire.Restore();
                world.Wire.ReopenPort(world.Wire.Second);
                break;
            case 5:
                world.Network.Cut();
                break;
            case 6:
                world.Network.IsReachable = false;
                world.Network.Cut();
                break;
            case 7:
                world.Network.IsReachable = true;
                break;
            case 8:
                world.StartBridge();
                break;
            default:
                world.StartBoard();
                break;
        }
    }

    private static void Check(WholePath world, ulong seed)
    {
        List<int> arrived = world.Arrived();
        HashSet<int> seen = [.. arrived];
        for (int sequence = 0; sequence < world.Board.Acknowledged; sequence++)
        {
            Assert.True(seen.Contains(sequence), $"seed {seed}: reading {sequence} was acknowledged and is lost");
        }

        int highest = -1;
        seen.Clear();
        foreach (int sequence in arrived)
        {
            Assert.True(!seen.Add(sequence) || sequence == highest + 1,
                $"seed {seed}: reading {sequence} arrived first after {highest}");
            highest = Math.Max(highest, sequence);
        }
    }
}
