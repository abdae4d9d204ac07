using System.Text.Json;
using Edge.Bridge.Configuration;
using Edge.Bridge.Status;
using Edge.Link;
using Spectre.Console;

namespace Edge.Bridge.Tests.Simulation;

/// <summary>Several devices on one half-duplex line, from the MQTT client of each to the broker and back.</summary>
public class HalfDuplexTests
{
    private static LineOptions Field => new()
    {
        Name = "field",
        Type = LineType.Serial,
        Port = "/dev/ttyUSB1",
        Baud = 9600,
        Duplex = LineDuplex.Half,
        TurnaroundMs = 20,
        Stations = [1, 2, 3],
    };

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 5e-5)]
    public void Beside_a_dead_station_the_others_give_and_get_everything_once_and_in_order(ulong seed, double bitErrorRate)
    {
        using LineWorld world = new(seed, Field, bitErrorRate, dead: [2]);
        world.Run(180_000, act: () => world.Talk(oneIn: 200));

        Settle(world, seed);
        Assert.Equal(2, world.Devices.Count());
        Assert.Equal(0, Check(world, seed));
        Assert.All(world.Devices, device => Assert.Equal(1, device.Connections));
    }

    [Fact]
    public void A_bridge_that_is_killed_in_the_middle_loses_nothing_of_any_station()
    {
        for (ulong seed = 1; seed <= 5; seed++)
        {
            using LineWorld world = new(seed, Field, bitErrorRate: 2e-5, dead: [2]);
            for (int i = 0; i < 4; i++)
            {
                world.Run(30_000 + (int)(seed * 1111), act: () => world.Talk(oneIn: 200));
                world.Bridge.Kill();
            }

            Settle(world, seed);
            Check(world, seed);
            Assert.All(world.Devices, device => Assert.InRange(device.Connections, 2, 5));
        }
    }

    [Fact]
    public void In_logs_the_stations_are_told_apart()
    {
        using LineWorld world = new(1, Field);
        world.Run(10_000);

        Assert.Contains("Information: field: open", world.Log.Lines);
        Assert.Contains("Information: field/1: the other end is there", world.Log.Lines);
        Assert.Contains("Information: field/3: device d3 connected", world.Log.Lines);
    }

    [Fact]
    public void The_devices_are_told_the_time_of_day_and_after_a_restart_the_adjusted_one()
    {
        using LineWorld world = new(1, Field);
        world.Run(10_000);
        Assert.InRange(world.LinkOf(2).UtcSeconds(world.Now), world.Now / 1000 - 1, world.Now / 1000);

        world.Bridge.UtcOffsetMs = 3_600_000;
        world.Bridge.Kill();
        world.Run(30_000);
        Assert.InRange(world.LinkOf(2).UtcSeconds(world.Now), 3600 + world.Now / 1000 - 1, 3600 + world.Now / 1000);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(LinkServices.MqttStream, 0)]
    [InlineData(LinkServices.MqttStream | LinkServices.MqttSn, 0)]
    [InlineData(LinkServices.MqttSn, 1)]
    public void Who_says_it_speaks_something_else_than_the_link_is_for_is_warned_of_once(int services, int warnings)
    {
        LineOptions line = Field;
        line.Stations = [3];
        using LineWorld world = new(1, line, services: services);
        world.Run(120_000);

        Assert.Equal(
            warnings,
            world.Log.Lines.Count(text => text
                == "Warning: field: the other end says that it speaks MqttSn, and this link is for Mqtt: no device will come"));
        Assert.Equal(warnings, world.Log.Lines.Count(text => text.StartsWith("Warning", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_status_of_a_line_has_the_signs_of_the_line_and_of_each_station()
    {
        using LineWorld world = new(4, Field, bitErrorRate: 1e-4, dead: [2]);
        world.Run(120_000, act: () => world.Talk(oneIn: 100));

        JsonElement link = JsonSerializer.SerializeToElement(world.Bridge.Line.Status, JsonSerializerOptions.Web);
        Assert.Equal("open, 2 of 3 stations answer", link.GetProperty("state").GetString());
        Assert.Equal("/dev/ttyUSB1", link.GetProperty("port").GetString());
        Assert.Equal(2, link.GetProperty("devices").GetInt32());
        JsonElement frames = link.GetProperty("frames");
        Assert.True(frames.GetProperty("sent").GetInt64() > 500);
        Assert.True(frames.GetProperty("received").GetInt64() > 500);
        Assert.True(frames.GetProperty("resent").GetInt64() > 0);
        Assert.True(frames.GetProperty("timeOuts").GetInt64() > 0);
        JsonElement bad = frames.GetProperty("bad");
        Assert.True(bad.GetProperty("checkFailed").GetInt64() > 0);
        Assert.Equal(
            ["checkFailed", "tooLong", "tooShort", "echoes", "wrongStation", "unknownType", "beforeHello", "badHellos", "total"],
            bad.EnumerateObject().Select(cause => cause.Name));
        Assert.Equal(
            bad.GetProperty("total").GetInt64(),
            bad.EnumerateObject().Where(cause => cause.Name != "total").Sum(cause => cause.Value.GetInt64()));

        JsonElement stations = link.GetProperty("stations");
        Assert.Equal([1, 2, 3], stations.EnumerateArray().Select(station => station.GetProperty("station").GetInt32()));
        JsonElement one = stations[0];
        Assert.True(one.GetProperty("isUp").GetBoolean());
        Assert.Equal("d1", one.GetProperty("device").GetString());
        Assert.Equal("Mqtt", one.GetProperty("services")[0].GetString());
        Assert.InRange(one.GetProperty("roundTripMs").GetInt32(), 15, 200);
        JsonElement way = one.GetProperty("way");
        Assert.InRange(way.GetProperty("bitErrorRate").GetDouble(), 1e-5, 1e-3);
        Assert.InRange(way.GetProperty("payloadBytes").GetInt32(), 24, 248);
        Assert.True(way.GetProperty("goodputBytesPerSecond").GetInt32() > 0);
        Assert.InRange(way.GetProperty("boundBytesPerSecond").GetInt32(), 500, 960);
        Assert.InRange(way.GetProperty("share").GetDouble(), 0.001, 1);
        Assert.False(stations[1].GetProperty("isUp").GetBoolean());
        Assert.Equal(JsonValueKind.Null, stations[1].GetProperty("device").ValueKind);
        foreach (string sign in (string[])["resent", "duplicates", "badHellos", "timeOuts", "silences", "reboots"])
        {
            Assert.True(stations[2].GetProperty(sign).GetInt64() >= 0, sign);
        }
    }

    [Fact]
    public void The_table_has_a_row_for_the_line_one_for_its_frames_and_one_for_each_of_several_stations()
    {
        using LineWorld world = new(1, Field, dead: [2]);
        world.Run(60_000, act: () => world.Talk(oneIn: 100));
        BridgeStatus status = new(
            60,
            new UplinkStatus("mqtt://b", true, null, 0, 0, 0, 0),
            world.Bridge.Custody.Status("edge.db", null),
            world.Bridge.Custody.DevicesStatus,
            [world.Bridge.Line.Status],
            []);
        using StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 300;
        console.Write(StatusTable.Of(status));

        string[] rows = [.. text.ToString().Split('\n').SkipWhile(row => !row.Contains("link field", StringComparison.Ordinal))];
        Assert.Contains("open, 2 of 3 stations answer, 2 devices", rows[0], StringComparison.Ordinal);
        Assert.Contains("frames: ", rows[1], StringComparison.Ordinal);
        Assert.Contains(" 0 bad, ", rows[1], StringComparison.Ordinal);
        Assert.Contains("field/1", rows[2], StringComparison.Ordinal);
        Assert.Contains("up, d1, round trip ", rows[2], StringComparison.Ordinal);
        Assert.Contains("silent, no device, ", rows[3], StringComparison.Ordinal);
        Assert.Contains("up, d3, ", rows[4], StringComparison.Ordinal);
    }

    private static void Settle(LineWorld world, ulong seed) => Assert.True(
        world.Run(900_000, () => world.IsSettled),
        $"seed {seed}: {world.Broker.Unacknowledged} commands and {world.Devices.Sum(device => device.Unacknowledged)} messages "
        + "are unacknowledged");

    // Returns how many of QoS 1 came more than once.
    private static int Check(LineWorld world, ulong seed)
    {
        int repeated = 0;
        foreach (SimulatedDevice device in world.Devices)
        {
            Assert.Equal(2, device.Acknowledged.Count);
            List<(string Topic, int Number)> commands = [.. device.Commands.Select(c => ("site/" + c.Topic, c.Number))];
            foreach (int qualityOfService in (int[])[1, 2])
            {
                string up = $"up/{device.Name}/q{qualityOfService}";
                string down = $"site/cmd/{device.Name}/q{qualityOfService}";
                Assert.True(device.Acknowledged[up].Count > 10 && world.Broker.Acknowledged[down].Count > 10, "too little was said");
                repeated += Arrivals.Check(seed, "site/" + up, device.Acknowledged[up], world.Broker.Taken);
                repeated += Arrivals.Check(seed, down, world.Broker.Acknowledged[down], commands);
            }
        }

        return repeated;
    }
}
