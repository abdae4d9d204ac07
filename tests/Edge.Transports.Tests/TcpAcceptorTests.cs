using System.Net;
using System.Net.Sockets;

namespace Edge.Transports.Tests;

public class TcpAcceptorTests
{
    [Fact]
    public void A_burst_of_connections_is_handed_out_one_by_one()
    {
        Wakeup arrival = new();
        using TcpAcceptor acceptor = new(new IPEndPoint(IPAddress.Loopback, 0), arrival);
        Assert.True(acceptor.Open());
        List<Socket> sockets = [];
        for (int i = 0; i < 40; i++)
        {
            Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.Connect(acceptor.EndPoint!);
            sockets.Add(client);
        }

        int accepted = 0;
        while (accepted < 40)
        {
            while (acceptor.TryAccept(out Socket? socket))
            {
                sockets.Add(socket);
                accepted++;
            }

            Assert.True(accepted == 40 || arrival.Wait(10_000), accepted + " of 40 came");
        }

        sockets.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public void A_taken_port_is_told_and_can_be_tried_again()
    {
        Wakeup arrival = new();
        using TcpAcceptor first = new(new IPEndPoint(IPAddress.Loopback, 0), arrival);
        Assert.True(first.Open());
        IPEndPoint taken = first.EndPoint!;
        using TcpAcceptor second = new(taken, arrival);

        Assert.False(second.Open());
        Assert.Equal(taken + ": Address already in use", second.LastError);
        Assert.Null(second.EndPoint);

        first.Close();
        Assert.True(second.Open());
        Assert.Null(second.LastError);
        Assert.Equal(taken, second.EndPoint);
    }

    [Fact]
    public void Closing_refuses_what_comes_later_and_closes_what_was_not_taken()
    {
        Wakeup arrival = new();
        using TcpAcceptor acceptor = new(new IPEndPoint(IPAddress.Loopback, 0), arrival);
        Assert.True(acceptor.Open());
        IPEndPoint endPoint = acceptor.EndPoint!;
        using TcpStream waiting = new([new DnsEndPoint("127.0.0.1", endPoint.Port)]);
        Driver.OpenUntilDecided(waiting);
        Assert.True(arrival.Wait(10_000));

        acceptor.Close();

        Driver.UntilClosed(waiting);
        Driver.OpenUntilDecided(waiting);
        Assert.Equal(StreamState.Closed, waiting.State);
        Assert.False(acceptor.TryAccept(out _));
        Assert.Equal(Deadline.Idle, acceptor.Poll(0));
    }
}
