using Edge.Testing;

namespace Edge.Link.Tests;

public class LinkWeatherTests
{
    [Fact]
    public void Whatever_the_weather_each_reliable_message_of_an_epoch_arrives_once_and_in_order()
    {
        int seeds = 1000 * LongRun.Factor;
        long delivered = 0;
        long resent = 0;
        long reboots = 0;
        Parallel.For(1, seeds + 1, seed =>
        {
            LinkWeather weather = new((ulong)seed);
            weather.Run();
            Interlocked.Add(ref delivered, weather.Delivered);
            Interlocked.Add(ref resent, weather.Resent);
            Interlocked.Add(ref reboots, weather.Reboots);
        });

        // The weather was bad enough to mean something.
        Assert.True(delivered > seeds * 6, $"{delivered} messages");
        Assert.True(resent > seeds, $"{resent} resent");
        Assert.True(reboots > seeds / 2, $"{reboots} reboots");
    }

    [Fact]
    public void Whatever_the_weather_a_stream_shows_a_prefix_of_what_was_written_and_nothing_of_another()
    {
        int seeds = 1000 * LongRun.Factor;
        long bytes = 0;
        long streams = 0;
        Parallel.For(1, seeds + 1, seed =>
        {
            StreamWeather weather = new((ulong)seed);
            weather.Run();
            Interlocked.Add(ref bytes, weather.BytesRead);
            Interlocked.Add(ref streams, weather.Streams);
        });
        Assert.True(bytes > seeds * 400, $"{bytes} bytes");
        Assert.True(streams > seeds * 2, $"{streams} streams");
    }
}
