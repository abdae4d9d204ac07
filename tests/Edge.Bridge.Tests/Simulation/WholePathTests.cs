using Edge.Simulation.Boards;
using Edge.Testing;

namespace Edge.Bridge.Tests.Simulation;

public class WholePathTests
{
    private static readonly ulong Seeds = 1_000 * (ulong)LongRun.Factor;

    [Fact]
    public void Whatever_fails_nothing_acknowledged_is_lost_and_first_arrivals_keep_their_order()
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            using WholePath world = new(seed, bitErrorRate: seed % 3 * 1e-4);
            for (int step = 0; step < 12; step++)
            {
                world.Run(200 + world.Random.Next(3000));
                CheckOrder(world, seed);
                Disturb(world);
            }

            world.Wire.Restore();
            world.Wire.ReopenPort(world.Wire.Second);
            world.Network.IsReachable = true;
            world.Board.StopMeasuring();
            for (int i = 0; i < 60 && !IsSettled(world); i++)
            {
                world.Run(1000);
            }

            CheckOrder(world, seed);
            CheckComplete(world, seed);
            Assert.True(
                IsSettled(world),
                $"seed {seed}: {world.Board.Published} published, {world.Board.Acknowledged} acknowledged, "
                + $"{world.Custody.Broker.Outbox.Count} in the journal a minute after the world has healed");
        }
    }

    [Fact]
    public void While_the_broker_is_away_devices_are_acknowledged_and_the_journal_has_their_messages()
    {
        using WholePath world = new(seed: 7, bitErrorRate: 0);
        world.Run(2000);
        Assert.True(world.Board.Acknowledged > 10, "readings go through");

        world.Network.IsReachable = false;
        world.Network.Cut();
        world.Run(10_000);
        Assert.True(world.Board.IsConnected, "a dead uplink does not cut the device off");
        Assert.InRange(world.Board.Published - world.Board.Acknowledged, 0, 2);
        Assert.InRange(world.Custody.Broker.Outbox.Count, 95, 105);

        world.KillBridge();
        world.Network.IsReachable = true;
        world.Run(40_000);
        Assert.InRange(world.Custody.Broker.Outbox.Count, 0, 2);
        CheckOrder(world, 7);
    }

    [Fact]
    public void A_healthy_path_duplicates_nothing()
    {
        using WholePath world = new(seed: 3, bitErrorRate: 2e-4);
        world.Run(60_000);

        List<int> arrived = world.Arrived(world.Board, world.BoardSeed);
        Assert.True(arrived.Count > 500, $"only {arrived.Count} readings arrived in a minute");
        Assert.Equal(Enumerable.Range(0, arrived.Count), arrived);
    }

    // One thing goes wrong, or is mended.
    private static void Disturb(WholePath world)
    {
        switch (world.Random.Next(11))
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
                world.KillBridge();
                break;
            case 9:
                world.CutPower();
                break;
            default:
                world.StartBoard();
                break;
        }
    }

    private static bool IsSettled(WholePath world) =>
        world.Board.Acknowledged == world.Board.Published && world.Custody.Broker.Outbox.Count == 0;

    // What any board has seen acknowledged, is at the broker: also what a board has measured before it was restarted.
    private static void CheckComplete(WholePath world, ulong seed)
    {
        foreach ((SimulatedBoard board, ulong boardSeed) in world.FormerBoards.Append((world.Board, world.BoardSeed)))
        {
            HashSet<int> seen = [.. world.Arrived(board, boardSeed)];
            for (int sequence = 0; sequence < board.Acknowledged; sequence++)
            {
                Assert.True(seen.Contains(sequence), $"seed {seed}: reading {sequence} was acknowledged and is lost");
            }
        }
    }

    private static void CheckOrder(WholePath world, ulong seed)
    {
        int highest = -1;
        HashSet<int> seen = [];
        foreach (int sequence in world.Arrived(world.Board, world.BoardSeed))
        {
            Assert.True(!seen.Add(sequence) || sequence == highest + 1,
                $"seed {seed}: reading {sequence} arrived first after {highest}");
            highest = Math.Max(highest, sequence);
        }
    }
}
