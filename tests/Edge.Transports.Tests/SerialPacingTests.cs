using Edge.Testing;

namespace Edge.Transports.Tests;

public class SerialPacingTests
{
    public SerialPacingTests() => Assert.SkipUnless(PtyPair.IsSupported, PtyPair.SkipReason);

    [Fact]
    public void Writing_is_paced_by_the_baud_rate()
    {
        using PtyPair pair = new();
        using PtyStream device = new(pair);
        using SerialStream host = new(pair.PortPath, 9600);
        device.Open(0);
        long now = 1000;
        host.Open(now);
        while (host.State == StreamState.Opening)
        {
            host.Wait(host.Poll(now));
            host.Poll(now);
        }

        byte[] bytes = new byte[2000];
        Assert.Equal(512, host.Write(bytes, 0, 2000));
        Assert.Equal(512, host.UnsentBytes);
        Assert.Equal(0, host.Write(bytes, 0, 2000));

        // 9,600 bit/s are 0.96 bytes a millisecond: half of the room takes 267 ms, the other half as long.
        Assert.Equal(267, host.Poll(now));
        now += 267;
        Assert.InRange(host.Poll(now), 1, 267);
        Assert.Equal(256, host.UnsentBytes);
        Assert.Equal(256, host.Write(bytes, 0, 256));
        Assert.Equal(533, host.Poll(now));
        now += 533;
        Assert.Equal(Deadline.Idle, host.Poll(now));
        Assert.Equal(0, host.UnsentBytes);
        Assert.Equal(768, Driver.Receive(device, 768).Length);
    }

    [Fact]
    public void A_fast_line_takes_fifty_milliseconds_of_bytes()
    {
        using PtyPair pair = new();
        using SerialStream host = new(pair.PortPath, 921600);
        Driver.OpenUntilDecided(host);

        Assert.Equal(4608, host.Write(new byte[10_000], 0, 10_000));
    }

    [Fact]
    public void A_driver_that_is_full_takes_no_more_until_it_has_room()
    {
        using PtyPair pair = new();
        using PtyStream device = new(pair);
        using SerialStream host = new(pair.PortPath, 50_000_000);
        device.Open(Driver.Now);
        Driver.OpenUntilDecided(host);
        byte[] bytes = Driver.Pattern(1 << 20);
        long now = Driver.Now;
        int written = 0;
        int taken;
        while ((taken = host.Write(bytes, written, bytes.Length - written)) > 0)
        {
            written += taken;
            // The line of the model is empty again, the terminal is not.
            now += 1000;
            host.Poll(now);
        }

        Assert.InRange(host.UnsentBytes, 1, 250_000);
        Assert.True(Driver.Receive(device, written).AsSpan().SequenceEqual(bytes.AsSpan(0, written)));
        Driver.Until(host, () => host.UnsentBytes == 0);
    }
}
