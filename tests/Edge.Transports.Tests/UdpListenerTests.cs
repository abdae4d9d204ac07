using System.Net;
using System.Net.Sockets;

namespace Edge.Transports.Tests;

public sealed class UdpListenerTests : IDisposable
{
    private const int Soon = 10_000;

    private readonly Bell _bell = new();
    private readonly UdpListener _listener;
    private readonly SocketAddress _from;
    private readonly byte[] _buffer = new byte[2000];
    private readonly Socket _peer = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = Soon };

    public UdpListenerTests()
    {
        _listener = new UdpListener(new IPEndPoint(IPAddress.Loopback, 0), _bell);
        Assert.True(_listener.Open(), _listener.LastError);
        _from = _listener.CreateAddress();
        _peer.Connect(_listener.EndPoint!);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _peer.Dispose();
        _bell.Dispose();
    }

    [Fact]
    public void Each_datagram_wakes_once_and_is_taken_whole_and_answered()
    {
        for (int i = 1; i <= 20; i++)
        {
            Assert.False(_listener.TryReceive(_buffer, _from, out _));
            _peer.Send(new byte[i]);
            Assert.True(_bell.WaitFor(i, Soon), $"no wake for datagram {i}");
            Assert.True(_listener.TryReceive(_buffer, _from, out int count));
            Assert.Equal(i, count);
            Assert.True(_listener.Send(_buffer, 0, count, _from));
            Assert.Equal(i, _peer.Receive(new byte[2000]));
        }
    }

    [Fact]
    public void An_empty_datagram_is_not_in_the_way_of_the_next()
    {
        _peer.Send(Array.Empty<byte>());
        _peer.Send(new byte[] { 7 });
        Assert.True(SpinWait.SpinUntil(() => _listener.TryReceive(_buffer, _from, out int count) && count == 1, Soon));
        Assert.Equal(7, _buffer[0]);
    }

    [Fact]
    public void A_datagram_that_is_too_long_is_refused_and_the_next_is_sent()
    {
        _peer.Send(new byte[] { 1 });
        Assert.True(SpinWait.SpinUntil(() => _listener.TryReceive(_buffer, _from, out _), Soon));
        Assert.False(_listener.Send(new byte[70_000], 0, 70_000, _from));
        Assert.Contains(_listener.EndPoint!.ToString(), _listener.LastError, StringComparison.Ordinal);
        Assert.True(_listener.Send([9], 0, 1, _from));
        Assert.Equal(1, _peer.Receive(_buffer));
    }

    [Fact]
    public void A_port_that_is_taken_is_told()
    {
        using UdpListener second = new(_listener.EndPoint!, _bell);
        Assert.False(second.Open());
        Assert.Contains(_listener.EndPoint!.ToString(), second.LastError, StringComparison.Ordinal);
    }

    private sealed class Bell : IWakeup, IDisposable
    {
        private readonly SemaphoreSlim _rings = new(0);
        private int _count;

        public void Wake() => _rings.Release();

        public bool WaitFor(int count, int milliseconds)
        {
            while (_count < count)
            {
                if (!_rings.Wait(milliseconds))
                {
                    return false;
                }

                _count++;
            }

            return true;
        }

        public void Dispose() => _rings.Dispose();
    }
}
