using System.Diagnostics;

namespace Edge.Transports.Tests;

/// <summary>Measures processor time and memory of code that should use none.</summary>
internal sealed class Cost(ITestOutputHelper output)
{
    private const double CpuShareMax = 0.01;

    // The thread pool's own bookkeeping; an object an operation would be ten times that.
    private const long BackgroundBytesMax = 4096;

    public static void Idle(IByteStream stream, int windowMs, Action use)
    {
        long due = Driver.Now + windowMs;
        while (Driver.Now < due)
        {
            int waitMs = stream.Poll(Driver.Now);
            use();
            stream.Wait(Math.Min(waitMs, Deadline.Remaining(due, Driver.Now)));
        }
    }

    // The runtime's compiler may still be at work in the first windows, and longer where the machine is busy; a busy loop
    // is so in all.
    public void AssertIdle(string what, Action<int> idle)
    {
        const int WindowMs = 750;
        const int WindowsMax = 40;
        double share = 1;
        using Process self = Process.GetCurrentProcess();
        for (int window = 0; window < WindowsMax && share >= CpuShareMax; window++)
        {
            self.Refresh();
            TimeSpan before = self.TotalProcessorTime;
            long start = Driver.Now;
            idle(WindowMs);
            self.Refresh();
            share = (self.TotalProcessorTime - before).TotalMilliseconds / (Driver.Now - start);
        }

        output.WriteLine($"{what}: {share:P2} of a core");
        Assert.True(share < CpuShareMax, $"{what}: {share:P2} of a core");
    }

    public void AssertAllocation(string what, int rounds, long bytesARoundMax, Action round)
    {
        round();
        long all = GC.GetTotalAllocatedBytes(precise: true);
        long mine = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < rounds; i++)
        {
            round();
        }

        mine = (GC.GetAllocatedBytesForCurrentThread() - mine) / rounds;
        all = (GC.GetTotalAllocatedBytes(precise: true) - all) / rounds;
        output.WriteLine($"{what}: {mine} bytes a round on this thread, {all} on all");
        Assert.InRange(all, 0, bytesARoundMax);
    }

    public void AssertNoAllocation(string what, int rounds, Action round)
    {
        for (int i = 0; i < rounds; i++)
        {
            round();
        }

        // The test platform's threads may allocate now and then, and the runtime once on a path it takes for the first
        // time; a forgotten object is there every time.
        long mine = 0;
        long all = long.MaxValue;
        for (int attempt = 0; attempt < 5 && (all > BackgroundBytesMax || mine > 0); attempt++)
        {
            all = GC.GetTotalAllocatedBytes(precise: true);
            mine = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < rounds; i++)
            {
                round();
            }

            mine = GC.GetAllocatedBytesForCurrentThread() - mine;
            all = GC.GetTotalAllocatedBytes(precise: true) - all;
            output.WriteLine($"{what}: {mine} bytes on this thread, {all} bytes on all, {rounds} rounds");
        }

        Assert.Equal(0, mine);
        Assert.True(all <= BackgroundBytesMax, $"{what}: {all} bytes on all threads in {rounds} rounds");
    }
}
