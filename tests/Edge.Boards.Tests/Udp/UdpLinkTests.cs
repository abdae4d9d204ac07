using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using Edge.Transports;

namespace Edge.Boards.Tests.Udp;

/// <summary>The device's UDP, on loopback.</summary>
public sealed class UdpLinkTests : IDisposable
{
    private const int PatienceMs = 10_000;

    private readonly Socket _peer = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private EndPoint _other = new IPEndPoint(IPAddress.Loopback, 0);

    public UdpLinkTests()
    {
        _peer.Bind(_other);
        _peer.ReceiveTimeout = PatienceMs;
    }

    [Fact]
    public void Messages_pass_both_ways_as_they_are()
    {
        UdpLink link = Open();

        Assert.Equal(1, link.Epoch);
        Assert.True(link.Send([9, 1, 2, 9], 1, 2, false));
        Assert.Equal([1, 2], Receive());
        _peer.SendTo([4, 5], _other);
        _peer.SendTo([6], _other);

        Assert.Equal([4, 5], Next(link));
        Assert.Equal([6], Next(link));
        Assert.False(link.Peek(out _, out _, out _));
    }

    [Fact]
    public void Datagrams_that_are_empty_or_too_long_are_dropped_and_counted()
    {
        UdpLink link = Open(messageBytesMax: 10);
        link.Send([1], 0, 1, false);
        Receive();
        _peer.SendTo([], _other);
        _peer.SendTo(new byte[11], _other);
        _peer.SendTo(new byte[10], _other);

        Assert.Equal(new byte[10], Next(link));
        Assert.Equal(2, link.DatagramsDropped);
    }

    [Fact]
    public void A_name_that_has_no_address_is_asked_for_again()
    {
        UdpLink link = new("no-such-host.invalid", 1884);
        Assert.Equal(UdpLink.OpenTimeoutMs, link.Poll(1000));
        Until(() => link.Poll(1000) == UdpLink.RetryMs, link);

        Assert.Equal(StreamFailure.NameNotFound, link.Failure);
        Assert.False(link.IsUp);
        Assert.Equal(0, link.Epoch);
        Assert.False(link.Send([1], 0, 1, false));
        Assert.Equal(1, link.Poll(1000 + UdpLink.RetryMs - 1));
        Assert.Equal(UdpLink.OpenTimeoutMs, link.Poll(1000 + UdpLink.RetryMs));
    }

    [Fact]
    public void Wait_ends_with_a_datagram_and_with_a_wake_from_another_thread()
    {
        UdpLink link = Open();
        link.Send([1], 0, 1, false);
        Receive();
        long start = Stopwatch.GetTimestamp();
        _peer.SendTo([1], _other);
        link.Wait(2 * PatienceMs);
        Assert.Equal([1], Next(link));
        Assert.False(link.Peek(out _, out _, out _));

        using Timer timer = new(_ => link.Wake(), null, 50, Timeout.Infinite);
        link.Wait(2 * PatienceMs);
        Assert.True(Stopwatch.GetElapsedTime(start).TotalMilliseconds < PatienceMs, "nothing ended the wait");
    }

    public void Dispose() => _peer.Dispose();

    private UdpLink Open(int messageBytesMax = 256)
    {
        UdpLink link = new("127.0.0.1", ((IPEndPoint)_peer.LocalEndPoint!).Port, messageBytesMax);
        Assert.False(link.IsUp);
        link.Poll(0);
        Until(() => link.Poll(0) == Deadline.Idle, link);
        Assert.True(link.IsUp);
        return link;
    }

    private byte[] Receive()
    {
        byte[] buffer = new byte[300];
        int count = _peer.ReceiveFrom(buffer, ref _other);
        return buffer.Take(count).ToArray();
    }

    private static byte[] Next(UdpLink link)
    {
        Until(() => link.Peek(out _, out _, out _), link);
        link.Peek(out byte[] buffer, out int offset, out int count);
        Assert.Equal(link.Epoch, link.ShownEpoch);
        byte[] message = buffer.Skip(offset).Take(count).ToArray();
        link.Release();
        return message;
    }

    private static void Until(Func<bool> isReached, UdpLink link)
    {
        long start = Stopwatch.GetTimestamp();
        while (!isReached())
        {
            Assert.True(Stopwatch.GetElapsedTime(start).TotalMilliseconds < PatienceMs, "it did not come to that");
            link.Wait(100);
        }
    }
}
