using System.Diagnostics;
using Edge.Testing;

namespace Edge.Transports.Tests;

/// <summary>What nothing costs: processor time and memory, measured while no other test runs.</summary>
[CollectionDefinition(nameof(CostTests), DisableParallelization = true)]
public class CostCollection;

[Collection(nameof(CostTests))]
public class CostTests(ITestOutputHelper output)
{
    private const double CpuShareMax = 0.01;

    // The thread pool's own bookkeeping; an object an operation would be ten times that.
    private const long BackgroundBytesMax = 4096;

    [Fact]
    public void An_idle_connection_uses_no_processor_time()
    {
        using TcpPair pair = new();
        byte[] buffer = new byte[16];
        AssertIdle("TCP, idle", windowMs => Idle(pair.Client, windowMs, () => pair.Client.Read(buffer, 0, 16)));
    }

    [Fact]
    public void A_connection_with_unread_bytes_and_a_blocked_writer_uses_no_processor_time()
    {
        using TcpPair pair = new();
        byte[] bytes = new byte[1 << 20];
        while (pair.Client.Write(bytes, 0, bytes.Length) > 0)
        {
        }

        AssertIdle("TCP, blocked", windowMs => Idle(pair.Client, windowMs, () => pair.Client.Write(bytes, 0, bytes.Length)));
        AssertIdle("TCP, unread", windowMs => Idle(pair.Server, windowMs, () => { }));
    }

    [Fact]
    public void An_absent_port_uses_no_processor_time()
    {
        Assert.SkipUnless(PtyPair.IsSupported, PtyPair.SkipReason);
        using PtyPair pair = new();
        pair.Unplug();
        using SerialStream host = new(pair.PortPath, 115200);
        AssertIdle("serial, absent and opened every 250 ms", windowMs => Reopen(host, windowMs));
    }

    [Fact]
    public void An_idle_port_uses_no_processor_time()
    {
        Assert.SkipUnless(PtyPair.IsSupported, PtyPair.SkipReason);
        using PtyPair pair = new();
        using SerialStream host = new(pair.PortPath, 115200);
        byte[] buffer = new byte[16];
        Driver.OpenUntilDecided(host);
        Assert.Equal(StreamState.Open, host.State);
        AssertIdle("serial, idle", windowMs => Idle(host, windowMs, () => host.Read(buffer, 0, 16)));
        Assert.Equal(StreamState.Open, host.State);
    }

    [Fact]
    public void A_port_that_was_pulled_out_uses_no_processor_time()
    {
        Assert.SkipUnless(PtyPair.IsSupported, PtyPair.SkipReason);
        using PtyPair pair = new();
        using SerialStream host = new(pair.PortPath, 115200);
        byte[] buffer = new byte[16];
        Driver.OpenUntilDecided(host);
        pair.Unplug();
        AssertIdle("serial, unplugged and not read", windowMs => Idle(host, windowMs, () => { }));
        Driver.UntilClosed(host);
        AssertIdle("serial, unplugged and opened every 250 ms", windowMs => Reopen(host, windowMs));
    }

    [Fact]
    public void A_connection_in_use_allocates_nothing()
    {
        using TcpPair pair = new();
        // Larger than the system's buffers take at once, so that the overflow works too.
        byte[] large = new byte[8 << 20];
        byte[] buffer = new byte[64 << 10];
        AssertNoAllocation("TCP, large", 100, () => Pass(pair.Client, pair.Server, large, buffer));
        AssertNoAllocation("TCP, small", 2000, () =>
        {
            Pass(pair.Client, pair.Server, buffer, buffer, 100);
            Pass(pair.Server, pair.Client, buffer, buffer, 100);
        });
    }

    [Fact]
    public void A_port_in_use_allocates_nothing()
    {
        Assert.SkipUnless(PtyPair.IsSupported, PtyPair.SkipReason);
        using PtyPair pair = new();
        using PtyStream device = new(pair);
        using SerialStream host = new(pair.PortPath, 50_000_000);
        device.Open(Driver.Now);
        Driver.OpenUntilDecided(host);
        byte[] buffer = new byte[1000];
        AssertNoAllocation("serial", 2000, () =>
        {
            Pass(device, host, buffer, buffer, 200);
            Pass(host, device, buffer, buffer, 200);
        });
    }

    private static void Pass(IByteStream from, IByteStream to, byte[] bytes, byte[] buffer, int count = 0)
    {
        count = count == 0 ? bytes.Length : count;
        int sent = 0;
        int received = 0;
        while (received < count)
        {
            from.Poll(Driver.Now);
            sent += from.Write(bytes, sent, count - sent);
            to.Poll(Driver.Now);
            int taken = to.Read(buffer, 0, buffer.Length);
            received += taken;
            if (taken == 0)
            {
                long start = Driver.Now;
                // Until the sender has got rid of what it took there is nothing more to come.
                IByteStream waited = sent < count ? from : to;
                waited.Wait(5000);
                Assert.True(Driver.Now - start < 5000, "no wake came");
            }
        }
    }

    private static void Idle(IByteStream stream, int windowMs, Action use)
    {
        long due = Driver.Now + windowMs;
        while (Driver.Now < due)
        {
            int waitMs = stream.Poll(Driver.Now);
            use();
            stream.Wait(Math.Min(waitMs, Deadline.Remaining(due, Driver.Now)));
        }
    }

    private static void Reopen(SerialStream stream, int windowMs)
    {
        long due = Driver.Now + windowMs;
        long openAt = Driver.Now;
        while (Driver.Now < due)
        {
            if (Driver.Now >= openAt)
            {
                openAt += 250;
                stream.Open(Driver.Now);
            }

            int waitMs = stream.Poll(Driver.Now);
            stream.Wait(Math.Min(waitMs, Deadline.Remaining(openAt, Driver.Now)));
        }
    }

    // The runtime's compiler may still be at work in the first windows; a busy loop is so in all.
    private void AssertIdle(string what, Action<int> idle)
    {
        const int WindowMs = 750;
        double share = 1;
        using Process self = Process.GetCurrentProcess();
        for (int window = 0; window < 8 && share >= CpuShareMax; window++)
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

    private void AssertNoAllocation(string what, int rounds, Action round)
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
