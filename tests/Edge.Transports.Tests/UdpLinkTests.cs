using System.Net;
using System.Net.Sockets;
using Edge.Testing;

namespace Edge.Transports.Tests;

public class UdpLinkTests
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    [Fact]
    public void Messages_pass_both_ways_as_they_are()
    {
        using UdpPeer peer = new();
        using UdpLink link = Open(peer.Port);

        Assert.True(link.Send([9, 1, 2, 3, 9], 1, 3, false));
        Assert.Equal([1, 2, 3], peer.Receive());
        peer.Send([4, 5]);
        peer.Send([6]);

        Assert.Equal([4, 5], Next(link));
        Assert.Equal([6], Next(link));
        Assert.False(link.Peek(out _, out _, out _));
        Assert.Equal(0, link.UnsentBytes);
    }

    [Fact]
    public void The_link_is_down_with_epoch_0_before_its_first_poll()
    {
        using UdpLink link = new(new DnsEndPoint("127.0.0.1", FreePort.Next()));

        Assert.False(link.IsUp);
        Assert.Equal(0, link.Epoch);
        Assert.False(link.Send([1], 0, 1, true));
        Assert.False(link.Peek(out _, out _, out _));

        UntilUp(link);
        Assert.Equal(1, link.Epoch);
    }

    [Fact]
    public void What_is_shown_stays_until_it_is_released()
    {
        using UdpPeer peer = new();
        using UdpLink link = Open(peer.Port);
        Greet(link, peer);
        peer.Send([1]);
        peer.Send([2]);
        Await(link);

        Assert.True(link.Peek(out byte[] buffer, out int offset, out int count));
        Assert.True(link.Peek(out byte[] again, out int offsetAgain, out int countAgain));
        Assert.Equal((1, 1), (count, countAgain));
        Assert.Equal((1, 1), (buffer[offset], again[offsetAgain]));
        Assert.Equal(link.Epoch, link.ShownEpoch);

        link.Release();
        Assert.Equal([2], Next(link));
    }

    [Fact]
    public void Datagrams_that_are_empty_or_too_long_are_dropped_and_counted()
    {
        using UdpPeer peer = new();
        using UdpLink link = Open(peer.Port, messageBytesMax: 10);
        Greet(link, peer);
        peer.Send(new byte[11]);
        peer.Send([]);
        peer.Send(new byte[60_000]);
        peer.Send(new byte[10]);

        Assert.Equal(new byte[10], Next(link));
        Assert.Equal(3, link.DatagramsDropped);
        Assert.True(link.IsUp);
    }

    [Fact]
    public void Whoever_is_not_the_peer_is_not_heard()
    {
        using UdpPeer peer = new();
        using UdpPeer stranger = new();
        using UdpLink link = Open(peer.Port);
        Greet(link, peer);
        stranger.SendTo(peer.Other!, [66]);
        peer.Send([1]);

        Assert.Equal([1], Next(link));
        Assert.False(link.Peek(out _, out _, out _));
    }

    [Fact]
    public void A_peer_that_is_not_there_yet_is_reached_when_it_comes()
    {
        int port = FreePort.Next();
        using UdpLink link = Open(port);
        long due = Driver.Now + 10_000;
        while (link.Refusals == 0 && Driver.Now < due)
        {
            Assert.True(link.Send([1], 0, 1, false));
            link.Peek(out _, out _, out _);
            link.Wait(5);
        }

        Assert.True(link.Refusals > 0, "the system did not tell that nobody listens");
        using UdpPeer peer = new(port);
        Assert.True(link.Send([2], 0, 1, false));
        Assert.Equal([2], peer.Receive());
        Assert.True(link.IsUp);
        Assert.Equal(1, link.Epoch);
    }

    [Fact]
    public void A_name_that_has_no_address_is_asked_for_again()
    {
        using UdpLink link = new(new DnsEndPoint("no-such-host.invalid", 1884));
        long now = 1000;
        long due = Driver.Now + 30_000;
        int waitMs = link.Poll(now);
        while (link.LastError == null && Driver.Now < due)
        {
            link.Wait(100);
            waitMs = link.Poll(now);
        }

        Assert.StartsWith("no-such-host.invalid:1884: ", link.LastError, StringComparison.Ordinal);
        Assert.False(link.IsUp);
        Assert.Equal(UdpLink.RetryMs, waitMs);
        Assert.Equal(1, link.Poll(now + UdpLink.RetryMs - 1));
        Assert.Equal(Deadline.Idle, link.Poll(now + UdpLink.RetryMs));
    }

    [Fact]
    public void Wait_ends_with_a_datagram_and_with_a_wake_from_another_thread()
    {
        using UdpPeer peer = new();
        using UdpLink link = Open(peer.Port);
        Greet(link, peer);
        peer.Send([1]);
        long start = Driver.Now;
        link.Wait(20_000);
        Assert.True(link.Peek(out _, out _, out _));
        link.Release();
        Assert.False(link.Peek(out _, out _, out _));

        using Timer timer = new(_ => link.Wake(), null, 50, Timeout.Infinite);
        link.Wait(20_000);
        Assert.True(Driver.Now - start < 15_000, "nothing ended the wait");
    }

    [Fact]
    public void A_message_without_bytes_or_too_long_is_the_senders_mistake()
    {
        using UdpLink link = new(new DnsEndPoint("127.0.0.1", 1), 10);

        Assert.Throws<ArgumentOutOfRangeException>(() => link.Send(new byte[11], 0, 11, false));
        Assert.Throws<ArgumentOutOfRangeException>(() => link.Send(new byte[11], 0, 0, false));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UdpLink(new DnsEndPoint("a", 1), 65_508));
    }

    [Fact]
    public void A_link_in_use_allocates_nothing()
    {
        using UdpPeer peer = new();
        using UdpLink link = Open(peer.Port);
        byte[] message = new byte[100];
        byte[] buffer = new byte[200];
        Greet(link, peer);

        long bytes = Allocation.Least(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                link.Poll(i);
                link.Send(message, 0, message.Length, false);
                peer.Echo(buffer);
                Await(link);
                Assert.True(link.Peek(out _, out _, out _));
                link.Release();
            }
        });

        Assert.Equal(0, bytes);
    }

    private static UdpLink Open(int port, int messageBytesMax = UdpLink.EthernetBytesMax)
    {
        UdpLink link = new(new DnsEndPoint("127.0.0.1", port), messageBytesMax);
        UntilUp(link);
        return link;
    }

    private static void UntilUp(UdpLink link)
    {
        long due = Driver.Now + 10_000;
        while (!link.IsUp && Driver.Now < due)
        {
            link.Poll(Driver.Now);
            link.Wait(10);
        }

        Assert.True(link.IsUp, link.LastError);
    }

    // The peer learns where the link is.
    private static void Greet(UdpLink link, UdpPeer peer)
    {
        link.Send([0], 0, 1, false);
        peer.Receive();
    }

    private static void Await(UdpLink link)
    {
        long due = Driver.Now + 10_000;
        while (!link.Peek(out _, out _, out _) && Driver.Now < due)
        {
            link.Wait(1000);
        }
    }

    private static byte[] Next(UdpLink link)
    {
        Await(link);
        Assert.True(link.Peek(out byte[] buffer, out int offset, out int count), "nothing came");
        byte[] message = buffer.AsSpan(offset, count).ToArray();
        link.Release();
        return message;
    }

    // The other end, which answers to wherever it was spoken to from.
    private sealed class UdpPeer : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly SocketAddress _from = new(AddressFamily.InterNetwork);

        public UdpPeer(int port = 0)
        {
            _socket.Bind(port == 0 ? AnyPort : new IPEndPoint(IPAddress.Loopback, port));
            _socket.ReceiveTimeout = 10_000;
        }

        public EndPoint? Other { get; private set; }

        public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

        public byte[] Receive()
        {
            byte[] buffer = new byte[2000];
            int count = _socket.ReceiveFrom(buffer, SocketFlags.None, _from);
            Other = AnyPort.Create(_from);
            return buffer[..count];
        }

        public void Send(byte[] datagram) => SendTo(Other!, datagram);

        public void SendTo(EndPoint to, byte[] datagram) => _socket.SendTo(datagram, to);

        public void Echo(byte[] buffer)
        {
            int count = _socket.ReceiveFrom(buffer, SocketFlags.None, _from);
            _socket.SendTo(buffer.AsSpan(0, count), SocketFlags.None, _from);
        }

        public void Dispose() => _socket.Dispose();
    }
}
