using Edge.Mqtt.Tests.Simulation;
using Edge.Simulation;

namespace Edge.Storage.Tests;

public sealed class FileAreaTests : IDisposable
{
    private const int AreaBytes = 600;

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _bytes = [0, 255, 3, 255, 255];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Records_come_back_from_files_over_processes()
    {
        Seeds.Run(20, seed =>
        {
            SeededRandom random = new(seed);
            RecordList model = new();
            for (int process = 0; process < 4; process++)
            {
                using FileArea first = new(_folder.PathOf($"{seed}.a"), AreaBytes);
                using FileArea second = new(_folder.PathOf($"{seed}.b"), AreaBytes);
                RecordStore store = new(first, second, 8, 40);
                Assert.Equal(model.ToString(), RecordList.Of(store).ToString());
                for (int i = 0; i < 25; i++)
                {
                    int key = random.Next(8);
                    byte[] bytes = new byte[random.Next(20)];
                    if (random.Next(3) == 0)
                    {
                        store.Remove(key);
                        model = model.Remove(key);
                    }
                    else if (store.Put(key, bytes, 0, bytes.Length))
                    {
                        model = model.Put(key, bytes);
                    }
                }

                Assert.True(store.Flush());
                Assert.Equal((0, 0), (store.Counters.Failures, store.Counters.DamagedRecords));
                Assert.InRange(new FileInfo(_folder.PathOf($"{seed}.a")).Length, 0, AreaBytes);
            }
        });
    }

    [Fact]
    public void A_file_that_ends_anywhere_has_the_records_before()
    {
        string whole = _folder.PathOf("b");
        using (FileArea first = new(_folder.PathOf("a"), AreaBytes))
        using (FileArea second = new(whole, AreaBytes))
        {
            RecordStore store = new(first, second, 8, 40);
            for (int key = 0; key < 5; key++)
            {
                Assert.True(store.Put(key, _bytes, 0, _bytes.Length) && store.Flush());
            }
        }

        byte[] log = File.ReadAllBytes(whole);
        for (int length = 0; length <= log.Length; length++)
        {
            File.WriteAllBytes(whole, log.AsSpan(0, length));
            using FileArea first = new(_folder.PathOf("a"), AreaBytes);
            using FileArea second = new(whole, AreaBytes);
            RecordStore store = new(first, second, 8, 40);

            // The last two bytes of each record are those of a blank area; without them it is whole all the same.
            int records = Math.Max(0, (length + 2 - 24) / (12 + _bytes.Length));
            Assert.Equal(records, store.Count);
            Assert.True(store.Put(9, _bytes, 0, 1) && store.Flush());
            Assert.Equal(records + 1, RecordList.Of(store).Count);
            store = new(first, second, 8, 40);
            Assert.Equal(records + 1, RecordList.Of(store).Count);
            Assert.True(first.EraseAll());
        }
    }

    [Fact]
    public void A_file_that_cannot_be_opened_fails_every_call_and_tells_why()
    {
        using FileArea missing = new(_folder.PathOf("no/a"), AreaBytes);
        using FileArea other = new(_folder.PathOf("b"), AreaBytes);
        using FileArea twice = new(_folder.PathOf("b"), AreaBytes);

        Assert.IsType<DirectoryNotFoundException>(missing.LastFailure);
        Assert.IsType<IOException>(twice.LastFailure);
        Assert.Null(other.LastFailure);
        Assert.False(missing.Read(0, _bytes, 0, 1) || missing.Write(0, _bytes, 0, 1) || missing.Flush() || missing.EraseAll());
        RecordStore store = new(other, missing, 8, 40);
        Assert.False(store.IsReadable || store.Put(1, _bytes, 0, 1) || store.Flush());
    }

    [Fact]
    public void A_file_that_fails_while_it_is_open_tells_why()
    {
        FileArea area = new(_folder.PathOf("a"), AreaBytes);
        Assert.True(area.EraseAll() && area.Write(0, _bytes, 0, 5));
        Assert.False(area.Write(6, _bytes, 0, 1), "a gap");
        Assert.False(area.Write(5, new byte[AreaBytes], 0, AreaBytes - 4), "beyond the end");
        Assert.Null(area.LastFailure);
        area.Dispose();

        Assert.False(area.Read(0, _bytes, 0, 1) || area.Write(5, _bytes, 0, 1) || area.Flush() || area.EraseAll());
        Assert.IsType<ObjectDisposedException>(area.LastFailure);
    }
}
