using System.Net;

namespace Edge.Transports.Tests;

/// <summary>Both ends of one loopback connection.</summary>
internal sealed class TcpPair : IDisposable
{
    public TcpPair()
    {
        Wakeup arrival = new();
        using TcpAcceptor acceptor = new(new IPEndPoint(IPAddress.Loopback, 0), arrival);
        Assert.True(acceptor.Open());
        Client = new TcpStream([new DnsEndPoint("127.0.0.1", acceptor.EndPoint!.Port)]);
        Driver.OpenUntilDecided(Client);
        System.Net.Sockets.Socket? accepted;
        while (!acceptor.TryAccept(out accepted))
        {
            Assert.True(arrival.Wait(10_000), "no connection came");
        }

        Server = new TcpStream(accepted);
    }

    public TcpStream Client { get; }

    public TcpStream Server { get; }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
