using Edge.Bridge.Configuration;
using Edge.Bridge.Links;

namespace Edge.Bridge.Tests.Links;

/// <summary>Twenty stations on one line of 9600 b/s, three of them dead.</summary>
public class CrowdedLineTests(ITestOutputHelper output)
{
    private const int TenMinutesMs = 600_000;
    private const int FrameMessageBytes = 240;

    private static LineOptions Line => new()
    {
        Name = "field",
        Baud = 9600,
        Duplex = LineDuplex.Half,
        TurnaroundMs = 20,
        Stations = [.. Enumerable.Range(1, 20)],
    };

    [Fact]
    public void Readings_and_commands_of_all_arrive_in_time_and_no_station_waits_much_longer_than_another()
    {
        CrowdedLine world = Begin();
        for (int i = 0; i < world.Stations.Count; i++)
        {
            world.Up[i].IntervalMs = 5_000;
            world.Up[i].DueAt = world.Now + (i * 293);
            world.Down[i].IntervalMs = 30_000;
            world.Down[i].DueAt = world.Now + (i * 1_747);
        }

        world.Run(TenMinutesMs);

        Assert.All(world.Up, way => Assert.InRange(way.Waits.Count, 119, 120));
        Assert.All(world.Down, way => Assert.InRange(way.Waits.Count, 19, 20));
        CheckWaits(world, "readings and commands");
        double slowest = world.Up.Max(way => way.Waits.Average());
        double fastest = world.Up.Min(way => way.Waits.Average());
        output.WriteLine($"mean wait of a station's readings {fastest:F0} to {slowest:F0} ms");
        Assert.InRange(slowest / fastest, 1, 3);
    }

    [Fact]
    public void With_everybody_always_full_every_message_arrives_within_the_time_that_check_tells()
    {
        CrowdedLine world = Begin();
        foreach (CrowdedLine.Way way in world.Up.Concat(world.Down))
        {
            way.MessageBytes = FrameMessageBytes;
            way.DueAt = world.Now;
        }

        world.Run(2 * TenMinutesMs);

        Assert.All(world.Up.Concat(world.Down), way => Assert.InRange(way.Waits.Count, 50, 500));
        CheckWaits(world, "always full");
    }

    private static CrowdedLine Begin()
    {
        CrowdedLine world = new(Line, dead: [4, 11, 20]);
        world.Run(120_000, () => world.Stations.All(station => station.IsUp));
        Assert.All(world.Stations, station => Assert.True(station.IsUp));
        return world;
    }

    private void CheckWaits(CrowdedLine world, string what)
    {
        long busyMs = new LineLatency(Line).BusyMs;
        long up = world.Up.Max(way => way.Waits.Max());
        long down = world.Down.Max(way => way.Waits.Max());
        output.WriteLine($"{what}: at most {up} ms up and {down} ms down, of {busyMs}");
        Assert.InRange(Math.Max(up, down), 1, busyMs);
        Assert.All(world.Up.Concat(world.Down).Select(way => way.UnderWay), underWay => Assert.InRange(underWay, 0, 64));
    }
}
