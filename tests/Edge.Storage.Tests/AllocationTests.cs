using Edge.Storage.Tests.Areas;
using Edge.Testing;

namespace Edge.Storage.Tests;

public class AllocationTests
{
    private const int Rounds = 20_000;

    [Fact]
    public void Nothing_is_allocated_in_a_hundred_thousand_calls_with_compactions()
    {
        RecordStore store = new(new MemoryArea(1024), new MemoryArea(1024), 20, 100);
        Counter counter = new();
        byte[] bytes = new byte[100];
        int done = 0;
        long allocatedBytes = Allocation.Least(() => done += Work(store, counter, bytes, Rounds));

        Assert.Equal(0, allocatedBytes);
        Assert.True(store.Counters.Compactions > 1_000, $"{store.Counters.Compactions} compactions");
        Assert.True(counter.Records > 0 && done >= 5 * Rounds);
    }

    [Fact]
    public void Nothing_is_allocated_with_files()
    {
        using TemporaryFolder folder = new();
        using FileArea first = new(folder.PathOf("a"), 1024);
        using FileArea second = new(folder.PathOf("b"), 1024);
        RecordStore store = new(first, second, 20, 100);
        Counter counter = new();
        byte[] bytes = new byte[100];
        int done = 0;

        Assert.Equal(0, Allocation.Least(() => done += Work(store, counter, bytes, 40)));
        Assert.True(store.Counters is { Compactions: > 1, Failures: 0 });
    }

    private static int Work(RecordStore store, Counter counter, byte[] bytes, int rounds)
    {
        int done = 0;
        for (int i = 0; i < rounds; i++)
        {
            done += store.Put(i % 7, bytes, 0, 20 + (i % 30)) ? 1 : 0;
            done += store.Flush() ? 1 : 0;
            done += store.Put((i + 3) % 7, bytes, 0, 4) ? 1 : 0;
            store.Remove((i + 5) % 7);
            store.Load(counter);
            done += 2;
        }

        return done;
    }

    private sealed class Counter : ISessionRecords
    {
        public long Records { get; private set; }

        public void OnRecord(int key, byte[] bytes, int offset, int count) => Records++;
    }
}
