using System.Net;
using System.Net.Sockets;

namespace Edge.Transports.Tests;

public class TcpWakeTests
{
    [Fact]
    public async Task A_writer_that_is_blocked_is_woken_by_room()
    {
        using TcpPair pair = new();
        byte[] bytes = Driver.Pattern(20 << 20);
        int written = 0;
        int taken;
        while ((taken = pair.Client.Write(bytes, written, bytes.Length - written)) > 0)
        {
            written += taken;
        }

        Assert.InRange(pair.Client.UnsentBytes, 1, 16 * 1024);
        Task<bool> waiting = Driver.Aside(() =>
        {
            Driver.Until(pair.Client, () => pair.Client.UnsentBytes == 0);
            return true;
        });
        Assert.False(waiting.IsCompleted);

        byte[] received = Driver.Receive(pair.Server, written);

        Assert.True(await waiting);
        Assert.True(received.AsSpan().SequenceEqual(bytes.AsSpan(0, written)));
    }

    [Fact]
    public async Task A_reader_that_waits_without_limit_is_woken_by_bytes()
    {
        using TcpPair pair = new();
        byte[] buffer = new byte[4];
        for (byte i = 1; i <= 3; i++)
        {
            Assert.Equal(0, pair.Client.Read(buffer, 0, buffer.Length));
            Task waiting = Driver.UntilWoken(pair.Client, () => pair.Client.Read(buffer, 0, buffer.Length) == 1);
            Assert.Equal(1, pair.Server.Write([i], 0, 1));
            await waiting;
            Assert.Equal(i, buffer[0]);
        }
    }

    [Fact]
    public async Task A_wait_without_limit_is_ended_by_wake_now_and_the_next_time()
    {
        using TcpPair pair = new();
        // Wakes of the connecting are taken first.
        pair.Client.Wait(0);
        Task waiting = Driver.UntilWoken(pair.Client, () => true);
        pair.Client.Wake();
        await waiting;

        pair.Client.Wake();
        await Driver.UntilWoken(pair.Client, () => true);
    }

    [Fact]
    public void A_stream_built_with_an_owner_wakes_the_owner()
    {
        using TcpPair pair = new();
        Wakeup owner = new();
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        socket.Connect(listener.LocalEndPoint!);
        using TcpStream stream = new(listener.Accept(), owner);
        byte[] buffer = new byte[8];
        Assert.Equal(0, stream.Read(buffer, 0, 8));

        socket.Send(new byte[5]);

        int taken = 0;
        while (taken == 0)
        {
            Assert.True(owner.Wait(10_000), "the owner was not woken");
            taken = stream.Read(buffer, 0, 8);
        }

        Assert.Equal(5, taken);
        Assert.Throws<InvalidOperationException>(() => stream.Wait(0));
    }
}
