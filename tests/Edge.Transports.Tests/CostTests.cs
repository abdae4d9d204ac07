using Edge.Testing;

namespace Edge.Transports.Tests;

/// <summary>What nothing costs: processor time and memory, measured while no other test runs.</summary>
[CollectionDefinition(nameof(CostTests), DisableParallelization = true)]
public class CostCollection;

[Collection(nameof(CostTests))]
public class CostTests(ITestOutputHelper output)
{
    private readonly Cost _cost = new(output);

    [Fact]
    public void An_idle_connection_uses_no_processor_time()
    {
        using TcpPair pair = new();
        byte[] buffer = new byte[16];
        _cost.AssertIdle(
            "TCP, idle", windowMs => Cost.Idle(pair.Client, windowMs, () => pair.Client.Read(buffer, 0, 16)));
    }

    [Fact]
    public void A_connection_with_unread_bytes_and_a_blocked_writer_uses_no_processor_time()
    {
        using TcpPair pair = new();
        byte[] bytes = new byte[1 << 20];
        while (pair.Client.Write(bytes, 0, bytes.Length) > 0)
        {
        }

        _cost.AssertIdle(
            "TCP, blocked", windowMs => Cost.Idle(pair.Client, windowMs, () => pair.Client.Write(bytes, 0, bytes.Length)));
        _cost.AssertIdle("TCP, unread", windowMs => Cost.Idle(pair.Server, windowMs, () => { }));
    }

    [Fact]
    public void An_absent_port_uses_no_processor_time()
    {
        Assert.SkipUnless(PtyPair.IsSupported, PtyPair.SkipReason);
        using PtyPair pair = new();
        pair.Unplug();
        using SerialStream host = new(pair.PortPath, 115200);
        _cost.AssertIdle("serial, absent and opened every 250 ms", windowMs => Reopen(host, windowMs));
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
        _cost.AssertIdle("serial, idle", windowMs => Cost.Idle(host, windowMs, () => host.Read(buffer, 0, 16)));
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
        _cost.AssertIdle("serial, unplugged and not read", windowMs => Cost.Idle(host, windowMs, () => { }));
        Driver.UntilClosed(host);
        _cost.AssertIdle("serial, unplugged and opened every 250 ms", windowMs => Reopen(host, windowMs));
    }

    [Fact]
    public void A_connection_in_use_allocates_nothing()
    {
        using TcpPair pair = new();
        // Larger than the system's buffers take at once, so that the overflow works too.
        byte[] large = new byte[8 << 20];
        byte[] buffer = new byte[64 << 10];
        _cost.AssertNoAllocation("TCP, large", 100, () => Pass(pair.Client, pair.Server, large, buffer));
        _cost.AssertNoAllocation("TCP, small", 2000, () =>
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
        _cost.AssertNoAllocation("serial", 2000, () =>
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
}
