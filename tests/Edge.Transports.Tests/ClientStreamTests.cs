using Edge.Testing;

namespace Edge.Transports.Tests;

/// <summary>What every client's stream promises, whatever it speaks.</summary>
public abstract class ClientStreamTests
{
    private const int Megabyte = 1 << 20;

    [Fact]
    public async Task A_megabyte_passes_each_way_at_once_through_small_readers()
    {
        using PeerServer server = Serve();
        using ClientStream stream = Client([server.Port]);
        using Peer peer = await ConnectAsync(server, stream);
        byte[] up = Driver.Pattern(Megabyte);
        byte[] down = Driver.Pattern(Megabyte + 1);

        Task sending = Driver.Aside(() => Send(peer, down));
        Task<byte[]> receiving = Driver.Aside(() => peer.Receive(up.Length));
        Task<byte[]> client = Driver.Aside(() => Driver.Exchange(stream, up, down.Length, 700));

        Assert.True((await client).AsSpan().SequenceEqual(down));
        Assert.True((await receiving).AsSpan().SequenceEqual(up));
        await sending;
    }

    [Fact]
    public async Task A_writer_that_is_blocked_is_woken_by_room()
    {
        using PeerServer server = Serve();
        using ClientStream stream = Client([server.Port]);
        using Peer peer = await ConnectAsync(server, stream);
        byte[] bytes = Driver.Pattern(20 * Megabyte);
        int written = 0;
        int taken;
        while ((taken = stream.Write(bytes, written, bytes.Length - written)) > 0)
        {
            Assert.InRange(taken, 1, 16 * 1024);
            written += taken;
        }

        Assert.InRange(stream.UnsentBytes, 1, 16 * 1024);
        Task<byte[]> receiving = Driver.Aside(() => peer.Receive(written));
        Driver.Until(stream, () => stream.UnsentBytes == 0);
        Assert.True((await receiving).AsSpan().SequenceEqual(bytes.AsSpan(0, written)));
    }

    [Fact]
    public async Task What_the_peer_sent_before_it_closed_is_still_read()
    {
        using PeerServer server = Serve();
        using ClientStream stream = Client([server.Port]);
        Peer peer = await ConnectAsync(server, stream);
        byte[] bytes = Driver.Pattern(100_000);
        Send(peer, bytes);
        peer.Dispose();

        Assert.Equal(bytes, Driver.Receive(stream, bytes.Length, 1000));
        Assert.Equal(StreamState.Open, stream.State);
        Driver.UntilClosed(stream);
        Assert.Contains(": closed by the peer", stream.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_was_cut_off_ends_the_stream_with_one_line()
    {
        using PeerServer server = Serve();
        using ClientStream stream = Client([server.Port]);
        using Peer peer = await ConnectAsync(server, stream);
        Send(peer, [7]);
        Assert.Equal([7], Driver.Receive(stream, 1));
        peer.Cut();

        Driver.UntilClosed(stream);
        Assert.Equal(Place(server.Port) + ": Connection reset by peer", stream.LastError);
    }

    [Fact]
    public async Task A_peer_that_vanished_ends_the_stream_although_nothing_is_read()
    {
        using PeerServer server = Serve();
        using ClientStream stream = Client([server.Port]);
        using Peer peer = await ConnectAsync(server, stream);
        peer.Cut();
        byte[] bytes = new byte[1000];
        Driver.Until(stream, () =>
        {
            stream.Write(bytes, 0, bytes.Length);
            stream.Wake();
            return stream.State == StreamState.Closed;
        });

        Assert.StartsWith(Place(server.Port) + ": ", stream.LastError, StringComparison.Ordinal);
        Assert.Equal(0, stream.Write(bytes, 0, bytes.Length));
        Assert.Equal(0, stream.Read(bytes, 0, bytes.Length));
        Assert.Equal(0, stream.UnsentBytes);
    }

    [Fact]
    public async Task Closing_is_seen_by_the_peer_after_what_was_sent()
    {
        using PeerServer server = Serve();
        using ClientStream stream = Client([server.Port]);
        using Peer peer = await ConnectAsync(server, stream);
        Assert.Equal(3, stream.Write([1, 2, 3], 0, 3));
        stream.Close();

        Assert.Equal(StreamState.Closed, stream.State);
        Assert.Null(stream.LastError);
        Assert.Equal([1, 2, 3], peer.Receive(3));
        Assert.Equal(0, peer.Stream.Read(new byte[1]));
    }

    [Fact]
    public void A_refused_connection_ends_closed_with_the_reason()
    {
        int port = FreePort.Next();
        using ClientStream stream = Client([port]);

        stream.Open(Driver.Now);
        Assert.Equal(StreamState.Opening, stream.State);
        Driver.Until(stream, () => stream.State != StreamState.Opening);

        Assert.Equal(StreamState.Closed, stream.State);
        Assert.Equal(Place(port) + ": Connection refused", stream.LastError);
    }

    [Fact]
    public async Task Each_open_takes_the_next_address_in_turn()
    {
        using PeerServer server = Serve();
        using ClientStream stream = Client([FreePort.Next(), server.Port]);
        for (int round = 0; round < 2; round++)
        {
            Driver.OpenUntilDecided(stream);
            Assert.Equal(StreamState.Closed, stream.State);
            using Peer peer = await ConnectAsync(server, stream);
            Assert.Null(stream.LastError);
            stream.Close();
        }
    }

    [Fact]
    public async Task An_opening_that_is_abandoned_at_a_silent_server_ends_at_once_and_can_be_followed_by_another()
    {
        using PeerServer silent = new(stream => Task.FromResult<Stream>(stream));
        using PeerServer server = Serve();
        using ClientStream stream = Client([silent.Port, server.Port]);
        Task<Peer> accepting = silent.AcceptAsync();
        stream.Open(Driver.Now);
        using Peer mute = await accepting;
        Assert.Equal(StreamState.Opening, stream.State);

        long start = Driver.Now;
        stream.Close();

        Assert.Equal(StreamState.Closed, stream.State);
        Assert.InRange(Driver.Now - start, 0, 100);
        await mute.UntilEndAsync();
        using Peer peer = await ConnectAsync(server, stream);
    }

    [Fact]
    public async Task A_reader_that_waits_without_limit_is_woken_by_bytes()
    {
        using PeerServer server = Serve();
        using ClientStream stream = Client([server.Port]);
        using Peer peer = await ConnectAsync(server, stream);
        byte[] buffer = new byte[4];
        for (byte i = 1; i <= 3; i++)
        {
            Assert.Equal(0, stream.Read(buffer, 0, buffer.Length));
            Task waiting = Driver.UntilWoken(stream, () => stream.Read(buffer, 0, buffer.Length) == 1);
            Send(peer, [i]);
            await waiting;
            Assert.Equal(i, buffer[0]);
        }
    }

    [Fact]
    public async Task A_stream_built_with_an_owner_wakes_the_owner()
    {
        Wakeup owner = new();
        using PeerServer server = Serve();
        using ClientStream stream = Client([server.Port], owner);
        Task<Peer> accepting = server.AcceptAsync();
        stream.Open(Driver.Now);
        while (stream.State == StreamState.Opening)
        {
            Assert.True(owner.Wait(10_000), "the owner was not woken");
            stream.Poll(Driver.Now);
        }

        using Peer peer = await accepting;
        byte[] buffer = new byte[8];
        Assert.Equal(0, stream.Read(buffer, 0, 8));
        Send(peer, [5]);
        while (stream.Read(buffer, 0, 8) == 0)
        {
            Assert.True(owner.Wait(10_000), "the owner was not woken");
        }

        Assert.Equal(5, buffer[0]);
        Assert.Throws<InvalidOperationException>(() => stream.Wait(0));
    }

    [Fact]
    public void A_client_without_addresses_is_a_programmers_mistake() =>
        Assert.Throws<ArgumentException>(() => Client([]));

    private protected static async Task<Peer> ConnectAsync(PeerServer server, ClientStream stream)
    {
        Task<Peer> accepting = server.AcceptAsync();
        Driver.OpenUntilDecided(stream);
        Assert.Null(stream.LastError);
        Assert.Equal(StreamState.Open, stream.State);
        return await accepting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private protected static bool Send(Peer peer, byte[] bytes)
    {
        peer.Stream.Write(bytes);
        peer.Stream.Flush();
        return true;
    }

    private protected abstract PeerServer Serve();

    private protected abstract ClientStream Client(int[] ports, IWakeup? owner = null);

    private protected abstract string Place(int port);
}
