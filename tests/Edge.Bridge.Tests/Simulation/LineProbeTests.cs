using Edge.Bridge.Configuration;
using Edge.Bridge.Links;
using Edge.Bridge.Probing;

namespace Edge.Bridge.Tests.Simulation;

/// <summary>A probe beside live traffic, which comes first.</summary>
public class LineProbeTests(ITestOutputHelper output)
{
    private const int PaddingBytes = 200;
    private const int ProbeSeconds = 60;

    [Theory]
    [InlineData(LineDuplex.Full, 1)]
    [InlineData(LineDuplex.Half, 1)]
    [InlineData(LineDuplex.Half, 3)]
    public void A_probe_finds_what_the_line_carries_and_leaves_live_messages_their_turn(object duplex, int stations)
    {
        LineOptions line = Line((LineDuplex)duplex, stations);
        (long quietMs, int quietCommands) = Measure(line, isProbed: false, out _);
        (long probedMs, int probedCommands) = Measure(line, isProbed: true, out ProbeResult? result);

        output.WriteLine(
            $"{duplex}, {stations}: a command takes {quietMs} ms at most, probed {probedMs} ms; {quietCommands} and "
            + $"{probedCommands} commands a minute; {result!.Way}");
        Assert.True(result.IsAnswered);
        Assert.InRange(result.Way.Share, 0.85, 1.1);
        bool isFull = line.Duplex == LineDuplex.Full;
        Assert.InRange(probedMs, quietMs, isFull ? 2_000 : new LineLatency(line).BusyMs);
        // Full duplex a test is a frame before a command, half duplex a turn before a turn of commands.
        Assert.InRange((double)probedCommands / quietCommands, isFull ? 0.95 : 0.45, 1.05);
    }

    private static (long LongestMs, int Commands) Measure(LineOptions line, bool isProbed, out ProbeResult? result)
    {
        using LineWorld world = new(3, line);
        Assert.True(world.Run(60_000, () => world.Devices.All(device => device.IsSubscribed)));
        LinkProbe? probe = Begin();
        SimulatedDevice device = world.Devices.First();
        List<long> waits = [];
        for (int i = 0; i < 20; i++)
        {
            world.Command(device, QualityOfService.AtLeastOnce);
            long sent = world.Now;
            int count = device.Commands.Count;
            Assert.True(world.Run(60_000, () => device.Commands.Count > count));
            waits.Add(world.Now - sent);
            world.Run(1000);
        }

        world.Run(90_000, () => probe == null || probe.Over.IsCompleted);
        int before = device.Commands.Count;
        for (int i = 0; i < 2000; i++)
        {
            world.Command(device, QualityOfService.AtLeastOnce, PaddingBytes);
        }

        probe = Begin();
        world.Run(60_000);
        int commands = device.Commands.Count - before;
        world.Run(60_000, () => probe == null || probe.Over.IsCompleted);
        result = probe?.Over.Result;
        return (waits.Max(), commands);

        LinkProbe? Begin() => isProbed ? world.Bridge.Line.Probe(line.Stations[0], ProbeSeconds) : null;
    }

    private static LineOptions Line(LineDuplex duplex, int stations) => new()
    {
        Name = "radio",
        Type = LineType.Serial,
        Baud = 9600,
        Duplex = duplex,
        TurnaroundMs = duplex == LineDuplex.Half ? 20 : 0,
        Stations = [.. Enumerable.Range(1, stations)],
    };
}
