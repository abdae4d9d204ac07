using Edge.Testing;

namespace Edge.Transports.Tests;

public class SerialStreamTests
{
    // Nothing limits a pseudo-terminal but the stream's own pacing.
    private const int Fast = 4_000_000;

    [Fact]
    public async Task All_byte_values_pass_both_ways_unchanged()
    {
        using PtyPair pair = new();
        using PtyStream device = new(pair);
        using SerialStream host = new(pair.PortPath, Fast);
        device.Open(Driver.Now);
        Driver.OpenUntilDecided(host);
        Assert.Equal(StreamState.Open, host.State);
        byte[] bytes = Enumerable.Range(0, 1024).Select(i => (byte)(i * 7)).ToArray();

        // An echo would come back before the answer, a translation would change CR, LF, XON, XOFF or 0xFF.
        Task<byte[]> atDevice = Driver.Aside(() => Driver.Receive(device, bytes.Length));
        Assert.Equal(bytes.Length, Driver.Send(host, bytes));
        Assert.Equal(bytes, await atDevice);

        Task<byte[]> atHost = Driver.Aside(() => Driver.Receive(host, bytes.Length));
        Assert.Equal(bytes.Length, Driver.Send(device, bytes));
        Assert.Equal(bytes, await atHost);
        Assert.Equal(0, device.Read(bytes, 0, bytes.Length));
    }

    [Fact]
    public async Task A_port_that_a_terminal_program_left_behind_is_made_raw()
    {
        using PtyPair pair = new();
        using ChildProcess stty = new("stty", "-F", pair.PortPath, "sane", "ixon", "ixoff", "inlcr", "opost", "echo");
        Assert.Equal(0, stty.WaitForExit(TimeSpan.FromSeconds(10)));
        using PtyStream device = new(pair);
        using SerialStream host = new(pair.PortPath, Fast);
        device.Open(Driver.Now);
        Driver.OpenUntilDecided(host);
        byte[] bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();

        Driver.Send(device, bytes);
        Assert.Equal(bytes, Driver.Receive(host, bytes.Length));
        Task<byte[]> atDevice = Driver.Aside(() => Driver.Receive(device, bytes.Length));
        Driver.Send(host, bytes);
        Assert.Equal(bytes, await atDevice);
    }

    [Fact]
    public async Task A_megabyte_passes_through_a_small_reader()
    {
        using PtyPair pair = new();
        using PtyStream device = new(pair);
        using SerialStream host = new(pair.PortPath, 50_000_000);
        device.Open(Driver.Now);
        Driver.OpenUntilDecided(host);
        byte[] bytes = Driver.Pattern(1 << 20);

        Task<int> sending = Driver.Aside(() => Driver.Send(device, bytes));
        Assert.True(Driver.Receive(host, bytes.Length, 100).AsSpan().SequenceEqual(bytes));
        Assert.Equal(bytes.Length, await sending);

        sending = Driver.Aside(() => Driver.Send(host, bytes));
        Assert.True(Driver.Receive(device, bytes.Length, 100).AsSpan().SequenceEqual(bytes));
        Assert.Equal(bytes.Length, await sending);
    }

    [Fact]
    public void An_absent_port_ends_closed_with_the_reason()
    {
        using PtyPair pair = new();
        pair.Unplug();
        using SerialStream host = new(pair.PortPath, 115200);

        Driver.OpenUntilDecided(host);

        Assert.Equal(StreamState.Closed, host.State);
        Assert.Equal(pair.PortPath + ": there is no such port", host.LastError);
    }

    [Fact]
    public void A_file_is_no_serial_port()
    {
        using SerialStream host = new("/dev/null", 115200);

        Driver.OpenUntilDecided(host);

        Assert.Equal("/dev/null: this is no serial port", host.LastError);
    }

    [Fact]
    public void A_port_in_use_is_told_and_opens_when_it_is_free()
    {
        using PtyPair pair = new();
        using SerialStream first = new(pair.PortPath, 115200);
        using SerialStream second = new(pair.PortPath, 115200);
        Driver.OpenUntilDecided(first);

        Driver.OpenUntilDecided(second);
        Assert.Equal(StreamState.Closed, second.State);
        Assert.Contains("in use", second.LastError, StringComparison.Ordinal);

        first.Close();
        Driver.OpenUntilOpen(second);
        Assert.Null(second.LastError);
    }

    [Fact]
    public async Task A_reader_that_waits_without_limit_is_woken_by_each_byte()
    {
        using PtyPair pair = new();
        using PtyStream device = new(pair);
        using SerialStream host = new(pair.PortPath, 115200);
        device.Open(Driver.Now);
        Driver.OpenUntilDecided(host);

        Task<byte[]> reading = Driver.Aside(() => Driver.Receive(host, 3));
        for (byte i = 1; i <= 3; i++)
        {
            Assert.Equal(1, device.Write([i], 0, 1));
        }

        Assert.Equal([1, 2, 3], await reading);
    }

    [Fact]
    public async Task A_wait_without_limit_is_ended_by_a_hang_up()
    {
        using PtyPair pair = new();
        using SerialStream host = new(pair.PortPath, 115200);
        Driver.OpenUntilDecided(host);
        Task<bool> waiting = Driver.Aside(() =>
        {
            Driver.UntilClosed(host);
            return true;
        });

        pair.Unplug();

        Assert.True(await waiting);
        Assert.Equal(pair.PortPath + ": the port is gone", host.LastError);
    }

    [Fact]
    public async Task Pulled_out_under_load_and_plugged_in_again_it_works_again()
    {
        using PtyPair pair = new();
        using PtyStream device = new(pair);
        using SerialStream host = new(pair.PortPath, Fast);
        byte[] endless = Driver.Pattern(50_000_000);
        byte[] hello = Driver.Pattern(2000);
        for (int round = 0; round < 5; round++)
        {
            device.Open(Driver.Now);
            Driver.OpenUntilOpen(host);
            Task<byte[]> atDevice = Driver.Aside(() => Driver.Receive(device, hello.Length));
            Driver.Send(host, hello);
            Assert.Equal(hello, await atDevice);

            Task<int> sending = Driver.Aside(() => Driver.Send(device, endless));
            Assert.Equal(20_000, Driver.Receive(host, 20_000).Length);
            Task<int> busy = Driver.Aside(() =>
            {
                int sent = 0;
                byte[] buffer = new byte[1000];
                Driver.Until(host, () =>
                {
                    sent += host.Write(endless, sent, endless.Length - sent);
                    while (host.Read(buffer, 0, buffer.Length) > 0)
                    {
                    }

                    return host.State == StreamState.Closed;
                });
                return sent;
            });
            pair.Unplug();

            Assert.True(await busy > 0);
            Assert.True(await sending < endless.Length);
            Assert.Equal(StreamState.Closed, host.State);
            Assert.Equal(StreamState.Closed, device.State);
            Assert.NotNull(host.LastError);
            Driver.OpenUntilDecided(host);
            Assert.Equal(StreamState.Closed, host.State);
            pair.Plug();
        }
    }

    [Fact]
    public async Task What_came_before_the_hang_up_and_was_read_ahead_is_still_read()
    {
        using PtyPair pair = new();
        using PtyStream device = new(pair);
        using SerialStream host = new(pair.PortPath, 115200);
        device.Open(Driver.Now);
        Driver.OpenUntilDecided(host);
        device.Write([1, 2, 3, 4], 0, 4);
        byte[] buffer = new byte[4];
        Driver.Until(host, () => host.Read(buffer, 0, 1) == 1);

        pair.Unplug();

        Assert.Equal([2, 3, 4], await Driver.Aside(() => Driver.Receive(host, 3)));
        Driver.UntilClosed(host);
    }

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

    [Fact]
    public void Closing_and_opening_by_turns_always_ends_open()
    {
        using PtyPair pair = new();
        using SerialStream host = new(pair.PortPath, 115200);
        for (int i = 0; i < 20; i++)
        {
            host.Open(Driver.Now);
            if (i % 2 == 0)
            {
                Driver.Until(host, () => host.State != StreamState.Opening);
                Assert.Equal(StreamState.Open, host.State);
            }

            host.Close();
            Assert.Equal(StreamState.Closed, host.State);
        }

        Driver.OpenUntilDecided(host);
        Assert.Equal(StreamState.Open, host.State);
    }

    [Fact]
    public async Task The_port_of_the_other_systems_carries_bytes_and_notices_a_hang_up()
    {
        using PtyPair pair = new();
        using PtyStream device = new(pair);
        using SerialStream host = new(pair.PortPath, Fast, null, (path, _) => PortsSerialDevice.OpenPort(path, 115200));
        byte[] bytes = Driver.Pattern(5000);
        for (int round = 0; round < 2; round++)
        {
            device.Open(Driver.Now);
            Driver.OpenUntilOpen(host);
            Task<byte[]> atDevice = Driver.Aside(() => Driver.Receive(device, bytes.Length));
            Assert.Equal(bytes.Length, Driver.Send(host, bytes));
            Assert.Equal(bytes, await atDevice);
            Task<int> sending = Driver.Aside(() => Driver.Send(device, bytes));
            Assert.Equal(bytes, Driver.Receive(host, bytes.Length));
            await sending;

            // A read that is under way when the port goes is the one that System.IO.Ports ends.
            Assert.Equal(0, host.Read(bytes, 0, 1));
            pair.Unplug();
            Driver.UntilClosed(host);
            pair.Plug();
        }
    }
}
