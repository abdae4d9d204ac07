using System.Net;
using System.Net.Sockets;

namespace Edge.Transports.Tests;

/// <summary>A loopback server that speaks what it is given, one connection at a time.</summary>
internal sealed class PeerServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Func<NetworkStream, Task<Stream>> _serve;

    public PeerServer(Func<NetworkStream, Task<Stream>> serve)
    {
        _serve = serve;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public async Task<Peer> AcceptAsync()
    {
        Socket socket = await _listener.AcceptAsync();
        return new Peer(socket, await _serve(new NetworkStream(socket, ownsSocket: true)));
    }

    public void Dispose() => _listener.Dispose();
}
