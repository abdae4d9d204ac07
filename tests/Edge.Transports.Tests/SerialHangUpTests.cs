using Edge.Testing;

namespace Edge.Transports.Tests;

public class SerialHangUpTests
{
    public SerialHangUpTests() => Assert.SkipUnless(PtyPair.IsSupported, PtyPair.SkipReason);

    [Fact]
    public async Task A_wait_without_limit_is_ended_by_a_hang_up()
    {
        using PtyPair pair = new();
        using SerialStream host = new(pair.PortPath, 115200);
        Driver.OpenUntilDecided(host);
        host.Poll(Driver.Now);
        Task waiting = Driver.UntilWoken(host, () =>
        {
            host.Poll(Driver.Now);
            return host.State == StreamState.Closed;
        });

        pair.Unplug();

        await waiting;
        Assert.Equal(pair.PortPath + ": the port is gone", host.LastError);
    }

    [Fact]
    public async Task Pulled_out_under_load_and_plugged_in_again_it_works_again()
    {
        using PtyPair pair = new();
        using PtyStream device = new(pair);
        using SerialStream host = new(pair.PortPath, 4_000_000);
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
        // That writing fails is noticed first and must not cost what was received.
        host.Write([5], 0, 1);

        Assert.Equal([2, 3, 4], await Driver.Aside(() => Driver.Receive(host, 3)));
        Driver.UntilClosed(host);
    }

    [Fact]
    public async Task The_port_of_the_other_systems_carries_bytes_and_notices_a_hang_up()
    {
        using PtyPair pair = new();
        using PtyStream device = new(pair);
        using SerialStream host = new(pair.PortPath, 4_000_000, null, (path, _) => PortsSerialDevice.OpenPort(path, 115200));
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
