using Edge.Bridge.Configuration;
using Edge.Link;

namespace Edge.Bridge.Tests.Configuration;

public class SerialLinkTests
{
    private const string Half = """ "Duplex": "Half", """;
    private const string NeedsHalf = "needs Duplex Half beside it";
    private const string NotOnTcp = "does not belong to a Tcp link; it is for Serial";

    [Fact]
    public void Unless_said_both_ends_send_at_once_and_there_is_one_device()
    {
        LineOptions line = Line("");

        Assert.Equal((LineDuplex.Full, FrameCheck.Fcs32), (line.Duplex, line.Check));
        Assert.Equal([0], line.Stations);
        Assert.Equal((0, 50, 32, 256), (line.TurnaroundMs, line.PollMs, line.WindowFrames, line.FrameBytesMax));
        Assert.False(line.Rs485);
    }

    [Fact]
    public void Every_value_of_a_half_duplex_line_reaches_its_option()
    {
        LineOptions line = Line("""
            "Duplex": "half", "TurnaroundMs": 10000, "Stations": [127, 0, 5], "PollMs": 0, "Rs485": true,
            "Check": "fcs16", "Window": 1, "FrameBytesMax": 32,
            """);

        Assert.Equal((LineDuplex.Half, FrameCheck.Fcs16), (line.Duplex, line.Check));
        Assert.Equal([127, 0, 5], line.Stations);
        Assert.Equal((10_000, 0, 1, 32), (line.TurnaroundMs, line.PollMs, line.WindowFrames, line.FrameBytesMax));
        Assert.True(line.Rs485);
    }

    [Theory]
    [InlineData("", 32)]
    [InlineData(Half, 8)]
    [InlineData(""" "Window": 5, """, 5)]
    [InlineData($""" {Half} "Window": 32, """, 32)]
    public void A_turn_has_fewer_frames_where_others_wait_for_it(string settings, int window) =>
        Assert.Equal(window, Line(settings).WindowFrames);

    [Theory]
    [InlineData(""" "Stations": [7], """)]
    [InlineData(""" "Check": "Fcs16", "Window": 4, "FrameBytesMax": 64, """)]
    [InlineData($""" {Half} "Rs485": false, """)]
    public void What_makes_sense_is_no_mistake(string settings) => Line(settings);

    [Theory]
    [InlineData(""" "Duplex": "Halv", """, "Duplex: 'Halv' is not known; expected Full or Half")]
    [InlineData(""" "Duplex": "Halv", "TurnaroundMs": 5, "Stations": [1, 2], "Rs485": true, """,
        "Duplex: 'Halv' is not known; expected Full or Half")]
    [InlineData(""" "TurnaroundMs": 0, """, $"TurnaroundMs: {NeedsHalf}")]
    [InlineData(""" "Duplex": "Full", "TurnaroundMs": 20, """, $"TurnaroundMs: {NeedsHalf}")]
    [InlineData(""" "PollMs": 50, """, $"PollMs: {NeedsHalf}")]
    [InlineData(""" "Rs485": true, """, $"Rs485: {NeedsHalf}")]
    [InlineData($""" {Half} "TurnaroundMs": 10001, """, "TurnaroundMs: 10001 is out of range; expected 0 to 10000")]
    [InlineData($""" {Half} "PollMs": 60001, """, "PollMs: 60001 is out of range; expected 0 to 60000")]
    [InlineData($""" {Half} "Rs485": "on", """, "Rs485: 'on' is not known; expected true or false")]
    [InlineData(""" "Check": "Fcs8", """, "Check: 'Fcs8' is not known; expected Fcs32 or Fcs16")]
    [InlineData(""" "Window": 0, """, "Window: 0 is out of range; expected 1 to 32")]
    [InlineData(""" "Window": 33, """, "Window: 33 is out of range; expected 1 to 32")]
    [InlineData(""" "FrameBytesMax": 31, """, "FrameBytesMax: 31 is out of range; expected 32 to 256")]
    [InlineData(""" "FrameBytesMax": 257, """, "FrameBytesMax: 257 is out of range; expected 32 to 256")]
    [InlineData(""" "Stations": [1, 2], """,
        "Stations: 2 stations cannot share a full-duplex line; expected Duplex Half beside it, or one")]
    [InlineData(""" "Duplex": "full", "Stations": [1, 2], """,
        "Stations: 2 stations cannot share a full-duplex line; expected Duplex Half beside it, or one")]
    [InlineData($""" {Half} "Stations": [1, 128], """, "Stations[1]: 128 is out of range; expected 0 to 127")]
    [InlineData($""" {Half} "Stations": [], """,
        "Stations: is empty; expected 1 to 32 items, no two alike, each 0 to 127")]
    [InlineData($""" {Half} "Stations": [3, 4, 3], """,
        "Stations[2]: 3 is in the list already; expected 1 to 32 items, no two alike")]
    [InlineData($""" {Half} "Stations": 3, """, "Stations: '3' is a single value; expected a list, each item 0 to 127")]
    public void In_a_serial_link(string settings, string mistake) =>
        Assert.Equal([$"Edge.Links[0].{mistake}"], Serial(settings).Mistakes);

    [Fact]
    public void A_line_has_32_stations_and_no_more()
    {
        Assert.Equal(32, Line($""" {Half} "Stations": [{string.Join(", ", Enumerable.Range(96, 32))}], """).Stations.Count);

        Assert.Equal(
            ["Edge.Links[0].Stations: has 33 items; expected 1 to 32 items, no two alike, each 0 to 127"],
            Serial($""" {Half} "Stations": [{string.Join(", ", Enumerable.Range(0, 33))}], """).Mistakes);
    }

    [Theory]
    [InlineData("Duplex", "\"Half\"")]
    [InlineData("TurnaroundMs", "20")]
    [InlineData("Stations", "[1]")]
    [InlineData("PollMs", "20")]
    [InlineData("Rs485", "true")]
    [InlineData("Check", "\"Fcs16\"")]
    [InlineData("Window", "4")]
    [InlineData("FrameBytesMax", "64")]
    public void A_tcp_link_has_none_of_it(string key, string value) =>
        Assert.Equal(
            [$"Edge.Links[0].{key}: {NotOnTcp}"],
            Configured.By($$"""
                {
                  "Edge": {
                    "Links": [{ "Name": "lan", "Type": "Tcp", "Listen": "127.0.0.1:1884", "Framing": "None",
                                "{{key}}": {{value}} }]
                  }
                }
                """).Mistakes);

    private static LineOptions Line(string settings)
    {
        EdgeConfiguration configuration = Serial(settings);
        Assert.Empty(configuration.Mistakes);
        return Assert.Single(configuration.Options.Links);
    }

    private static EdgeConfiguration Serial(string settings) => Configured.By($$"""
        { "Edge": { "Links": [{ "Name": "field", "Type": "Serial", {{settings}} "Port": "COM3" }] } }
        """);
}
