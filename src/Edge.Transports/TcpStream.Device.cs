using System.Net.Sockets;
using System.Threading;

namespace Edge.Transports;

/// <summary>A TCP connection that the device makes, as a byte stream.</summary>
public sealed class TcpStream : ClientStream
{
    /// <summary>A stream with one address, closed until it is opened.</summary>
    /// <param name="host">Name or IPv4 address.</param>
    /// <param name="port">1 to 65,535.</param>
    public TcpStream(string host, int port)
        : this(new[] { host }, new[] { port })
    {
    }

    /// <summary>A stream, closed until it is opened.</summary>
    /// <param name="hosts">Names or IPv4 addresses, at least one; each Open takes the next in turn.</param>
    /// <param name="ports">The port of each.</param>
    /// <param name="openTimeoutMs">Milliseconds after which an attempt to open is given up.</param>
    /// <exception cref="System.ArgumentException">There is no host, or not a port for each.</exception>
    public TcpStream(string[] hosts, int[] ports, int openTimeoutMs = 15000)
        : base(hosts, ports, openTimeoutMs)
    {
    }

    private protected override Connecting CreateConnecting(string host, int port, AutoResetEvent wake) =>
        new Connecting(host, port, wake);

    private protected override void Attach(Connecting connected)
    {
    }

    private protected override int ReadyBytes(Socket socket) => socket.Available;

    private protected override int Receive(Socket socket, byte[] buffer, int offset, int count) =>
        socket.Receive(buffer, offset, count, SocketFlags.None);

    private protected override int Send(Socket socket, byte[] buffer, int offset, int count) =>
        socket.Send(buffer, offset, count, SocketFlags.None);

    private protected override void End(Socket socket) => socket.Close();
}
