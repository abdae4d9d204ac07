using Edge.Mqtt.Tests.Simulation;
using Edge.Storage.Tests.Areas;

namespace Edge.Storage.Tests;

public class PowerCutTests
{
    private const int Operations = 70;

    [Theory]
    [InlineData(false, 8)]
    [InlineData(true, 8)]
    public void At_every_byte_of_a_run_a_power_cut_loses_nothing_that_was_flushed(bool isFlash, int runs)
    {
        int cuts = 0;
        int cutAgain = 0;
        Seeds.Run(runs, seed =>
        {
            Device recorded = new(seed, isFlash);
            recorded.Work(Operations);
            int steps = recorded.Power.Steps;
            Assert.True(recorded.Store.Counters.Compactions >= 3, $"{recorded.Store.Counters.Compactions} compactions");
            for (int step = 0; step < steps; step++)
            {
                Device device = new(seed, isFlash);
                device.Power.CutAfter(step);
                Assert.Throws<PowerCutException>(() => device.Work(Operations));
                device.PowerCut();
                cuts++;

                // The second cut is in the middle of what the first one has made necessary, or later.
                device.Power.CutAfter((int)(((uint)step * 2_654_435_761) >> 25));
                try
                {
                    device.Work(15);
                }
                catch (PowerCutException)
                {
                    device.PowerCut();
                    cutAgain++;
                }

                device.Power.Restore();
                device.Work(15);
                Assert.True(device.Flush());
                device.Check();
                device.PowerCut();
            }
        });

        Assert.True(cuts > 500 && cutAgain > cuts / 2, $"{cuts} cuts, {cutAgain} again");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void At_every_byte_of_a_recovery_a_power_cut_loses_nothing_that_was_flushed(bool isFlash)
    {
        int compactions = 0;
        Seeds.Run(60, seed =>
        {
            for (int step = 0; ; step++)
            {
                // What is left of a first cut, the same each time, and a second one ever later.
                Device device = new(seed, isFlash);
                device.Power.CutAfter(150 + (int)(seed * 7));
                Assert.Throws<PowerCutException>(() => device.Work(100 * Operations));
                device.PowerCut();
                device.Power.CutAfter(step);
                try
                {
                    device.Put();
                    device.Flush();
                    compactions += device.Store.Counters.Compactions;
                    break;
                }
                catch (PowerCutException)
                {
                    device.PowerCut();
                    device.Put();
                    Assert.True(device.Flush());
                    device.PowerCut();
                }
            }
        });

        Assert.True(compactions > 20, $"{compactions} compactions");
    }
}
