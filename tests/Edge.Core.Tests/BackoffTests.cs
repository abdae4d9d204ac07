namespace Edge.Core.Tests;

public class BackoffTests
{
    [Fact]
    public void Delays_stay_below_a_ceiling_that_doubles_up_to_the_longest()
    {
        for (uint seed = 0; seed < 1000; seed++)
        {
            Backoff backoff = new(100, 1000, seed);
            foreach (int ceilingMs in new[] { 100, 200, 400, 800, 1000, 1000 })
            {
                Assert.InRange(backoff.NextMs(), 1, ceilingMs);
            }

            backoff.Reset();
            Assert.InRange(backoff.NextMs(), 1, 100);
        }
    }

    [Fact]
    public void Neighbours_do_not_come_back_in_step()
    {
        HashSet<int> delays = [];
        for (uint seed = 1; seed <= 100; seed++)
        {
            Backoff backoff = new(1000, 60_000, seed * 2654435761u);
            backoff.NextMs();
            delays.Add(backoff.NextMs() / 20);
        }

        Assert.True(delays.Count > 40, $"only {delays.Count} of 100 slots are used");
    }
}
