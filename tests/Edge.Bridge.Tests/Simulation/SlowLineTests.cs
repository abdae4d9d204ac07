using Edge.Bridge.Configuration;
using Edge.Bridge.Links;

namespace Edge.Bridge.Tests.Simulation;

/// <summary>A line of 1200 b/s, on which a turn takes seconds: slow is not dead.</summary>
public class SlowLineTests(ITestOutputHelper output)
{
    // With it a message is as long as a frame.
    private const int PaddingBytes = 220;
    private const int HourMs = 3_600_000;

    [Theory]
    [InlineData(LineDuplex.Full, 1)]
    [InlineData(LineDuplex.Half, 1)]
    [InlineData(LineDuplex.Half, 3)]
    [InlineData(LineDuplex.Half, 6)]
    public void Full_queues_both_ways_and_then_an_idle_hour_cost_a_healthy_device_no_connection(
        object duplex, int stations)
    {
        LineOptions line = Line((LineDuplex)duplex, stations);
        int keepAliveSeconds = stations > 3 ? new LineLatency(line).KeepAliveSeconds : 60;
        using LineWorld world = new(7, line, keepAliveSeconds: keepAliveSeconds);
        Assert.True(world.Run(300_000, () => world.Devices.All(device => device.IsSubscribed)), "nobody is subscribed");
        foreach (SimulatedDevice device in world.Devices)
        {
            for (int i = 0; i < 200; i++)
            {
                world.Command(device, (QualityOfService)(1 + i % 2), PaddingBytes);
            }
        }

        world.Run(15 * 60_000, act: () => Fill(world));
        int published = world.Devices.Sum(device => device.Acknowledged.Values.Sum(numbers => numbers.Count));
        output.WriteLine($"{published} messages up, {world.Devices.Sum(device => device.Commands.Count)} commands down in 15 min");
        Assert.True(world.Run(60 * 60_000, () => world.IsSettled), "it does not drain");
        world.Run(HourMs);

        Assert.All(world.Devices, device => Assert.Equal(1, device.Connections));
        Assert.DoesNotContain(world.Log.Lines, line => line.Contains("gone", StringComparison.Ordinal));
        Assert.DoesNotContain(world.Log.Lines, line => line.Contains("silent", StringComparison.Ordinal));
        Assert.All(world.Devices, device => Assert.Equal(200, device.Commands.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_command_arrives_at_a_device_with_a_full_queue_within_the_time_that_check_tells(int stations)
    {
        LineOptions line = Line(LineDuplex.Half, stations);
        long busyMs = new LineLatency(line).BusyMs;
        using LineWorld world = new(8, line);
        Assert.True(world.Run(300_000, () => world.Devices.All(device => device.IsSubscribed)), "nobody is subscribed");
        world.Run(120_000, act: () => Fill(world));
        SimulatedDevice first = world.Devices.First();
        long longest = 0;
        for (int i = 1; i <= 20; i++)
        {
            // At another moment of the round each time.
            world.Run(i * 1731, act: () => Fill(world));
            long sent = world.Now;
            world.Command(first, QualityOfService.AtLeastOnce);
            Assert.True(
                world.Run((int)busyMs, () => first.Commands.Count == i, () => Fill(world)),
                $"command {i} is not there after {busyMs} ms");
            longest = Math.Max(longest, world.Now - sent);
        }

        output.WriteLine($"{stations} stations: at most {longest} ms of {busyMs}");
    }

    private static void Fill(LineWorld world)
    {
        foreach (SimulatedDevice device in world.Devices)
        {
            while (device.Publish(QualityOfService.AtLeastOnce, PaddingBytes)
                && device.Publish(QualityOfService.ExactlyOnce, PaddingBytes))
            {
            }
        }
    }

    private static LineOptions Line(LineDuplex duplex, int stations) => new()
    {
        Name = "radio",
        Type = LineType.Serial,
        Baud = 1200,
        Duplex = duplex,
        TurnaroundMs = duplex == LineDuplex.Half ? 20 : 0,
        Stations = [.. Enumerable.Range(1, stations)],
    };
}
