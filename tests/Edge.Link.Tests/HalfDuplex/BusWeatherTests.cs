using Edge.Testing;

namespace Edge.Link.Tests.HalfDuplex;

public class BusWeatherTests
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
            BusWeather weather = new((ulong)seed);
            weather.Run();
            Interlocked.Add(ref delivered, weather.Delivered);
            Interlocked.Add(ref resent, weather.Resent);
            Interlocked.Add(ref reboots, weather.Reboots);
        });

        // The weather was bad enough to mean something.
        Assert.True(delivered > seeds * 20, $"{delivered} messages");
        Assert.True(resent > seeds * 5, $"{resent} resent");
        Assert.True(reboots > seeds / 2, $"{reboots} reboots");
    }
}
