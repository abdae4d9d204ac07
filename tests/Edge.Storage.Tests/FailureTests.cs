using Edge.Mqtt.Tests.Simulation;
using Edge.Storage.Tests.Areas;

namespace Edge.Storage.Tests;

public class FailureTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_failing_area_shows_in_the_results_and_nothing_flushed_is_lost(bool isFlash)
    {
        int failures = 0;
        Seeds.Run(1_000, seed =>
        {
            Device device = new(seed, isFlash);
            for (int i = 0; i < 4; i++)
            {
                SetFailures(device, 3 + (int)(seed % 30));
                device.Work(30);
                device.Check();
                failures += device.Store.Counters.Failures;
                SetFailures(device, 0);
                if ((seed & 4) != 0)
                {
                    device.PowerCut();
                }
                else
                {
                    device.Reopen();
                }
            }

            device.Work(30);
            Assert.True(device.Flush());
            device.Check();
            device.PowerCut();
            Assert.Equal(0, device.Store.Counters.Failures);
        });

        Assert.True(failures > 5_000, $"{failures} failures");
    }

    [Fact]
    public void A_store_works_again_in_the_life_in_which_its_areas_failed()
    {
        Seeds.Run(500, seed =>
        {
            Device device = new(seed, isFlash: (seed & 1) != 0);
            for (int i = 0; i < 4; i++)
            {
                SetFailures(device, 4);
                device.Work(20);
                SetFailures(device, 0);
                Assert.True(device.Flush(), "healed, and not flushed");
                device.Work(20);
                device.Check();
            }

            device.PowerCut();
        });
    }

    [Fact]
    public void An_area_that_cannot_be_read_is_not_overwritten()
    {
        Device device = new(3, isFlash: true);
        device.Work(40);
        Assert.True(device.Flush());
        byte[][] before = [.. device.Areas.Select(area => (byte[])area.Bytes.Clone())];
        foreach (SimulatedArea area in device.Areas)
        {
            area.IsUnreadable = true;
            RecordStore store = device.Open();
            area.IsUnreadable = false;

            Assert.False(store.IsReadable);
            Assert.Equal(0, RecordList.Of(store).Count);
            Assert.False(store.Put(1, [1], 0, 1));
            store.Remove(1);
            Assert.False(store.Flush());
            Assert.True(store.Counters.Failures > 0);
        }

        Assert.Equal(before, device.Areas.Select(area => area.Bytes));
        device.Reopen();
    }

    [Fact]
    public void A_record_that_cannot_be_read_when_it_is_asked_for_is_not_handed_back()
    {
        Device device = new(3, isFlash: true);
        device.Put();
        Assert.True(device.Flush());
        Array.ForEach([.. device.Areas], area => area.IsUnreadable = true);
        Assert.Equal(0, RecordList.Of(device.Store).Count);
        Array.ForEach([.. device.Areas], area => area.IsUnreadable = false);

        Assert.Equal(1, device.Store.Counters.Failures);
        device.Check();
    }

    [Fact]
    public void Each_try_to_begin_a_log_has_a_number_of_its_own()
    {
        MemoryArea first = new(200);
        RecordStore store = new(first, new MemoryArea(200), 3, 20);
        byte[] bytes = new byte[20];
        first.FailsToFlush = true;
        while (store.Put(1, bytes, 0, 20))
        {
        }

        Assert.False(store.Put(1, bytes, 0, 20));
        first.FailsToFlush = false;
        Assert.True(store.Put(1, bytes, 0, 20));

        // 1 is the first log, 2 and 3 have failed.
        Assert.Equal((4, 2), (first.Bytes[4], store.Counters.Failures));
    }

    private static void SetFailures(Device device, int oneIn)
    {
        foreach (SimulatedArea area in device.Areas)
        {
            area.FailsOneIn = oneIn;
        }
    }
}
