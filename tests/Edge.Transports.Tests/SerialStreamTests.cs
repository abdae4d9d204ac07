using Edge.Testing;

namespace Edge.Transports.Tests;

public class SerialStreamTests
{
    // Nothing limits a pseudo-terminal but the stream's own pacing.

    private const int Fast = 4_000_000;

    public SerialStreamTests() => Assert.SkipUnless(PtyPair.IsSupported, PtyPair.SkipReason);

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
    public void A_port_that_cannot_switch_an_rs485_driver_opens_only_when_it_is_not_asked_to()
    {
        using PtyPair pair = new();
        using SerialStream switched = new(pair.PortPath, 9600, owner: null, isRs485: true);
        using SerialStream plain = new(pair.PortPath, 9600);

        Driver.OpenUntilDecided(switched);

        Assert.Equal(StreamState.Closed, switched.State);
        Assert.Equal(
            pair.PortPath + ": the port cannot switch an RS-485 driver; "
            + "use an adapter that does so itself and leave Rs485 out",
            switched.LastError);
        Driver.OpenUntilDecided(plain);
        Assert.Equal(StreamState.Open, plain.State);
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

        byte[] buffer = new byte[4];
        for (byte i = 1; i <= 3; i++)
        {
            Assert.Equal(0, host.Read(buffer, 0, buffer.Length));
            Task waiting = Driver.UntilWoken(host, () => host.Read(buffer, 0, buffer.Length) == 1);
            Assert.Equal(1, device.Write([i], 0, 1));
            await waiting;
            Assert.Equal(i, buffer[0]);
        }
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
    public void What_comes_and_what_has_left_wake_without_the_thread_pool()
    {
        // Its threads look for more work by spinning, which costs a polled line ten times as much as the polls.
        using PtyPair pair = new();
        using PtyStream device = new(pair);
        ThreadWakeup owner = new();
        using SerialStream host = new(pair.PortPath, 50_000_000, owner);
        device.Open(Driver.Now);
        byte[] bytes = Driver.Pattern(1 << 20);
        host.Open(Driver.Now);
        // Opening is the pool's, which wakes once.
        owner.Until(() => host.Poll(Driver.Now) > 0 && host.State == StreamState.Open && owner.IsPoolSeen);

        owner.IsPoolSeen = false;
        Assert.Equal(0, host.Read(bytes, 0, 1));
        device.Write([1], 0, 1);
        owner.Until(() => host.Read(bytes, 0, 1) == 1);
        Assert.False(owner.IsPoolSeen, "bytes that came");

        // More than a terminal keeps, so that the driver has to say when it has room.
        int sent = host.Write(bytes, 0, bytes.Length);
        Task<byte[]> atDevice = Driver.Aside(() => Driver.Receive(device, sent));
        owner.Until(() => host.Poll(Driver.Now) >= 0 && atDevice.IsCompleted);
        Assert.False(owner.IsPoolSeen, "bytes that left");
    }

    /// <summary>Remembers whether one of the pool's threads has ever called it.</summary>
    private sealed class ThreadWakeup : IWakeup
    {
        private readonly Wakeup _wakeup = new();
        private volatile bool _isPoolSeen;

        public bool IsPoolSeen
        {
            get => _isPoolSeen;
            set => _isPoolSeen = value;
        }

        public void Wake()
        {
            _isPoolSeen |= Thread.CurrentThread.IsThreadPoolThread;
            _wakeup.Wake();
        }

        public void Until(Func<bool> isDone)
        {
            long due = Driver.Now + 15_000;
            while (!isDone())
            {
                Assert.True(Driver.Now < due, "nothing has come");
                _wakeup.Wait(10);
            }
        }
    }
}
