using System.Net.Sockets;
using System.Threading;

namespace Edge.Transports;

/// <summary>One attempt to find a peer's address and to have a socket that hears this peer alone.</summary>
internal sealed class UdpConnecting : Connecting
{
    public UdpConnecting(string host, int port, AutoResetEvent wake)
        : base(host, port, wake)
    {
    }

    /// <inheritdoc/>
    protected override Socket Create() =>
        new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    /// <inheritdoc/>
    protected override void Prepare(Socket socket)
    {
    }
}
