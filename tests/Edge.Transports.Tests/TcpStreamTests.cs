using System.Net;
using Edge.Testing;

namespace Edge.Transports.Tests;

public class TcpStreamTests
{
    private const int Megabyte = 1 << 20;

    [Fact]
    public async Task Many_megabytes_pass_both_ways_through_small_readers()
    {
        using TcpPair pair = new();
        byte[] up = Driver.Pattern(12 * Megabyte);
        byte[] down = Driver.Pattern(3 * Megabyte);

        // One thread an end: it sends and receives at once, as a session does.
        Task<byte[]> server = Driver.Aside(() => Driver.Exchange(pair.Server, down, up.Length, 700));
        Task<byte[]> client = Driver.Aside(() => Driver.Exchange(pair.Client, up, down.Length, 4096));

        Assert.True((await server).AsSpan().SequenceEqual(up));
        Assert.True((await client).AsSpan().SequenceEqual(down));
    }

    [Fact]
    public void What_the_peer_sent_before_it_closed_is_still_read()
    {
        using TcpPair pair = new();
        byte[] bytes = Driver.Pattern(100_000);
        Assert.Equal(bytes.Length, Driver.Send(pair.Server, bytes));
        Driver.Until(pair.Server, () => pair.Server.UnsentBytes == 0);
        pair.Server.Close();

        Assert.Equal(bytes, Driver.Receive(pair.Client, bytes.Length, 1000));
        Assert.Equal(StreamState.Open, pair.Client.State);
        Driver.UntilClosed(pair.Client);
        Assert.Contains("closed by the peer", pair.Client.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void The_side_that_accepted_sees_the_clients_close()
    {
        using TcpPair pair = new();
        pair.Client.Close();

        Driver.UntilClosed(pair.Server);

        Assert.Equal(StreamState.Closed, pair.Client.State);
        Assert.Null(pair.Client.LastError);
        Assert.Equal("closed by the peer", pair.Server.LastError);
    }

    [Fact]
    public void A_peer_that_vanished_ends_the_stream_although_nothing_is_read()
    {
        using TcpPair pair = new();
        pair.Client.Write([1], 0, 1);
        pair.Server.Wait(10_000);
        // Closing over unread bytes resets the connection.
        pair.Server.Close();
        byte[] bytes = new byte[1000];
        Driver.Until(pair.Client, () =>
        {
            pair.Client.Write(bytes, 0, bytes.Length);
            pair.Client.Wake();
            return pair.Client.State == StreamState.Closed;
        });

        Assert.NotNull(pair.Client.LastError);
        Assert.Equal(0, pair.Client.Write(bytes, 0, bytes.Length));
        Assert.Equal(0, pair.Client.Read(bytes, 0, bytes.Length));
    }

    [Fact]
    public void A_refused_connection_ends_closed_with_the_reason()
    {
        int port = FreePort.Next();
        using TcpStream stream = new([new DnsEndPoint("127.0.0.1", port)]);

        stream.Open(Driver.Now);
        Assert.Equal(StreamState.Opening, stream.State);
        Driver.Until(stream, () => stream.State != StreamState.Opening);

        Assert.Equal(StreamState.Closed, stream.State);
        Assert.Equal("127.0.0.1:" + port + ": Connection refused", stream.LastError);
    }

    [Fact]
    public void A_name_that_does_not_resolve_ends_closed_with_the_reason()
    {
        using TcpStream stream = new([new DnsEndPoint("no-such-host.invalid", 1883)]);

        Driver.OpenUntilDecided(stream);

        Assert.Equal(StreamState.Closed, stream.State);
        Assert.StartsWith("no-such-host.invalid:1883: ", stream.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_open_takes_the_next_address_in_turn()
    {
        Wakeup arrival = new();
        using TcpAcceptor acceptor = new(new IPEndPoint(IPAddress.Loopback, 0), arrival);
        Assert.True(acceptor.Open());
        int deadPort = FreePort.Next();
        using TcpStream stream = new(
            [new DnsEndPoint("127.0.0.1", deadPort), new DnsEndPoint("localhost", acceptor.EndPoint!.Port)]);

        for (int round = 0; round < 2; round++)
        {
            Driver.OpenUntilDecided(stream);
            Assert.Equal(StreamState.Closed, stream.State);
            Driver.OpenUntilDecided(stream);
            Assert.Equal(StreamState.Open, stream.State);
            Assert.Null(stream.LastError);
            stream.Close();
        }
    }

    [Fact]
    public void An_accepted_stream_cannot_be_opened_again()
    {
        using TcpPair pair = new();
        pair.Server.Close();
        pair.Server.Open(Driver.Now);

        Assert.Equal(StreamState.Closed, pair.Server.State);
        Assert.NotNull(pair.Server.LastError);
    }

    [Fact]
    public void Closing_while_opening_leaves_nothing_behind()
    {
        Wakeup arrival = new();
        using TcpAcceptor acceptor = new(new IPEndPoint(IPAddress.Loopback, 0), arrival);
        Assert.True(acceptor.Open());
        using TcpStream stream = new([new DnsEndPoint("127.0.0.1", acceptor.EndPoint!.Port)]);
        for (int i = 0; i < 50; i++)
        {
            stream.Open(Driver.Now);
            stream.Close();
            Assert.Equal(StreamState.Closed, stream.State);
        }

        Driver.OpenUntilDecided(stream);
        Assert.Equal(StreamState.Open, stream.State);
    }

    [Fact]
    public void A_client_without_addresses_is_a_programmers_mistake() =>
        Assert.Throws<ArgumentException>(() => new TcpStream([]));
}
