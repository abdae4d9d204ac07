using Edge.Mqtt.Tests.Simulation;

namespace Edge.Storage.Tests;

public class RecordStoreTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_store_holds_what_was_put_and_not_removed_in_its_order(bool isFlash)
    {
        int compactions = 0;
        Seeds.Run(1_500, seed =>
        {
            Device device = new(seed, isFlash);
            for (int i = 0; i < 6; i++)
            {
                device.Work(20);
                device.Check();
                compactions += device.Store.Counters.Compactions;
                Assert.Equal(0, device.Store.Counters.DamagedRecords + device.Store.Counters.Failures);
                if (device.Flush())
                {
                    device.Reopen();
                }
            }
        });

        Assert.True(compactions > 5_000, $"{compactions} compactions");
    }

    [Fact]
    public void What_a_process_reads_that_comes_after_one_that_was_killed_is_durable()
    {
        int read = 0;
        Seeds.Run(1_500, seed =>
        {
            Device device = new(seed, isFlash: false);
            device.Work(5 + (int)(seed % 60));
            device.Reopen();
            device.PowerCut();
            read += device.History.Now.Count;
        });

        Assert.True(read > 1_000, $"{read} records");
    }

    [Fact]
    public void A_record_that_is_changed_keeps_its_place_and_one_that_comes_again_goes_to_the_end()
    {
        RecordStore store = new Device(1, isFlash: true).Store;
        byte[] bytes = [1, 2, 3, 4];
        Assert.True(store.Put(1, bytes, 0, 4) && store.Put(2, bytes, 1, 2) && store.Put(3, bytes, 0, 0));
        Assert.True(store.Put(1, bytes, 3, 1));
        store.Remove(2);
        Assert.True(store.Put(2, bytes, 0, 1));

        Assert.Equal("1:04 3: 2:01", RecordList.Of(store).ToString());
        Assert.Equal((3, (3 * 12) + 2), (store.Count, store.UsedBytes));
    }

    [Fact]
    public void What_has_no_room_changes_nothing()
    {
        Device device = new(1, isFlash: true);
        RecordStore store = device.Store;
        byte[] bytes = new byte[Device.RecordBytesMax + 1];
        Assert.False(store.Put(1, bytes, 0, bytes.Length));
        for (int key = 0; key < 3; key++)
        {
            Assert.True(store.Put(key, bytes, 0, Device.RecordBytesMax));
        }

        string held = RecordList.Of(store).ToString();
        Assert.False(store.Put(4, bytes, 0, 9));
        Assert.Equal(held, RecordList.Of(store).ToString());
        Assert.True(store.Put(4, bytes, 0, 8));
        Assert.Equal(store.BytesMax, store.UsedBytes);
    }

    [Fact]
    public void Programmers_mistakes_are_told_at_once()
    {
        Device device = new(1, isFlash: true);
        IStorageArea area = device.Areas[0];
        byte[] bytes = new byte[4];
        Assert.Throws<ArgumentException>(() => new RecordStore(area, area, 10, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecordStore(area, device.Areas[1], 0, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecordStore(area, device.Areas[1], 10, 3));
        ArgumentException tooSmall = Assert.Throws<ArgumentException>(
            () => new RecordStore(area, device.Areas[1], 10, 165));
        Assert.StartsWith("an area takes 402 to ", tooSmall.Message, StringComparison.Ordinal);
        Assert.NotNull(new RecordStore(area, device.Areas[1], 10, 164));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Store.Put(1, bytes, 1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Store.Put(1, bytes, -1, 4));
        Assert.Throws<ArgumentException>(() => new FileArea("", 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FileArea("x", 0));
    }
}
