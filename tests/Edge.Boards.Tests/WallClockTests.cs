using System;

namespace Edge.Boards.Tests;

public class WallClockTests
{
    [Fact]
    public void It_tells_the_time_and_counts_on_by_the_monotonic_clock()
    {
        WallClock clock = new();
        long utc = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        uint first = clock.UtcSeconds(5000);
        uint later = clock.UtcSeconds(64_999);

        Assert.InRange(first, utc, utc + 2);
        Assert.Equal(first + 59, later);
    }

    [Fact]
    public void It_looks_again_after_a_minute()
    {
        WallClock clock = new();

        uint first = clock.UtcSeconds(5000);
        uint later = clock.UtcSeconds(65_000);

        // The system's clock has not gone on by a minute meanwhile.
        Assert.InRange(later, first, first + 2);
    }
}
