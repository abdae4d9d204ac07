using Edge.Bridge.Configuration;
using Edge.Bridge.Links;

namespace Edge.Bridge.Tests.Links;

public class LineLatencyTests
{
    // 9600 b/s: a frame of 256 bytes is 259 on the line, 270 ms; an acknowledgement 31 ms, a hello 32 ms.

    [Fact]
    public void The_wait_of_a_line_of_two_is_the_sum_of_its_turns()
    {
        LineLatency latency = new(Line(baud: 9600, turnaroundMs: 20, stations: 1));

        const long FullTurn = 20 + (8 * 270) + 20 + (8 * 270) + (2 * 31);
        Assert.Equal(50 + FullTurn + (32 + (2 * 20) + 500) + FullTurn, latency.BusyMs);
        Assert.Equal(50 + (20 + 20 + (2 * 31)) + (20 + 20 + 270 + (2 * 31)), latency.QuietMs);
    }

    [Theory]
    [InlineData(2, 32)]
    [InlineData(20, 3)]
    public void Each_station_more_adds_its_turn(int stations, int window)
    {
        LineLatency one = new(Line(9600, 20, stations: 1, window));
        LineLatency many = new(Line(9600, 20, stations, window));

        Assert.Equal((stations - 1) * (40 + (2 * window * 270) + 62), many.BusyMs - one.BusyMs);
        Assert.Equal((stations - 1) * (40 + 62), many.QuietMs - one.QuietMs);
    }

    [Theory]
    [InlineData(32, 34)]
    [InlineData(254, 256)]
    [InlineData(255, 258)]
    [InlineData(256, 259)]
    public void A_frame_is_as_long_as_its_stuffing_and_delimiter_make_it(int frameBytesMax, int lineBytes)
    {
        // At 10,000 b/s a byte is a millisecond; the acknowledgements are 2 x 29.
        LineOptions line = Line(10_000, 0, stations: 1, window: 1);
        line.PollMs = 0;
        line.FrameBytesMax = frameBytesMax;

        Assert.Equal((2 * 29) + (2 * 29) + lineBytes, new LineLatency(line).QuietMs);
    }

    [Fact]
    public void The_slowest_line_with_the_most_stations_still_has_a_number() =>
        Assert.Equal(
            60_000 + (33 * (20_000L + (64 * 51_800) + (2 * 5_800))) + 6_000 + 20_000 + 500,
            new LineLatency(Line(50, 10_000, stations: 32, window: 32, pollMs: 60_000)).BusyMs);

    // A turn in which both sides say all they may is 35,068 ms at 1200 b/s, a dead station costs 790 ms.
    [Theory]
    [InlineData(1, 13)]
    [InlineData(3, 60)]
    [InlineData(6, 179)]
    public void The_keep_alive_outlasts_the_turns_of_all_others(int stations, int seconds) =>
        Assert.Equal(seconds, new LineLatency(Line(1200, 20, stations)).KeepAliveSeconds);

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(99, "99 ms")]
    [InlineData(100, "0.1 s")]
    [InlineData(101, "0.2 s")]
    [InlineData(12_400, "12.4 s")]
    [InlineData(12_401, "12.5 s")]
    [InlineData(119_999, "120.0 s")]
    [InlineData(120_000, "2.0 min")]
    [InlineData(120_001, "2.1 min")]
    public void A_time_is_told_in_the_unit_that_suits_it_and_never_as_less(long milliseconds, string text) =>
        Assert.Equal(text, Duration.Of(milliseconds));

    private static LineOptions Line(int baud, int turnaroundMs, int stations, int? window = null, int pollMs = 50) => new()
    {
        Duplex = LineDuplex.Half,
        Baud = baud,
        TurnaroundMs = turnaroundMs,
        PollMs = pollMs,
        Stations = [.. Enumerable.Range(1, stations)],
        Window = window,
    };
}
