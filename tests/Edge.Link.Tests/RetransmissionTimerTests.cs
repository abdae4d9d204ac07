namespace Edge.Link.Tests;

public class RetransmissionTimerTests
{
    [Fact]
    public void It_is_the_average_and_four_deviations_of_the_samples()
    {
        RetransmissionTimer timer = new(10, 1000, 5000);
        Assert.Equal(1000, timer.TimeOutMs);
        timer.Take(200);
        Assert.Equal(200 + (4 * 100), timer.TimeOutMs);
        timer.Take(280);
        // Average 210; deviation 100 + (80 - 100) / 4 = 95.
        Assert.Equal(210, timer.RoundTripMs);
        Assert.Equal(210 + (4 * 95), timer.TimeOutMs);
    }

    [Fact]
    public void It_is_not_below_the_floor_and_not_above_the_ceiling()
    {
        RetransmissionTimer timer = new(300, 1000, 5000);
        for (int i = 0; i < 50; i++)
        {
            timer.Take(0);
        }

        Assert.Equal(320, timer.TimeOutMs);
        timer.Take(60_000);
        Assert.Equal(5000, timer.TimeOutMs);
        Assert.Equal(7020, new RetransmissionTimer(7000, 1000, 5000).TimeOutMs);
    }

    [Fact]
    public void Backed_off_it_stays_so_after_an_acknowledgement_but_at_most_four_times_what_the_samples_say()
    {
        RetransmissionTimer timer = new(10, 1000, 5000);
        timer.BackOff();
        timer.Ease();
        Assert.Equal(2000, timer.TimeOutMs);
        timer.BackOff();
        timer.BackOff();
        timer.Ease();
        Assert.Equal(5000, timer.TimeOutMs);

        timer.Take(100);
        Assert.Equal(300, timer.TimeOutMs);
        timer.BackOff();
        timer.Ease();
        Assert.Equal(600, timer.TimeOutMs);
        timer.BackOff();
        timer.BackOff();
        timer.Ease();
        Assert.Equal(1200, timer.TimeOutMs);
        // That was too little: the round trip may have grown by more.
        timer.BackOff();
        timer.Ease();
        Assert.Equal(2400, timer.TimeOutMs);
        timer.BackOff();
        timer.BackOff();
        timer.Ease();
        Assert.Equal(2400, timer.TimeOutMs);
        timer.BackOff();
        timer.Ease();
        Assert.Equal(4800, timer.TimeOutMs);
        timer.Take(100);
        timer.BackOff();
        timer.BackOff();
        timer.BackOff();
        timer.Ease();
        Assert.Equal(4 * 250, timer.TimeOutMs);
        timer.Reset();
        timer.Take(100);
        timer.Restore();
        Assert.Equal(300, timer.TimeOutMs);
        timer.Reset();
        Assert.Equal(1000, timer.TimeOutMs);
    }
}
