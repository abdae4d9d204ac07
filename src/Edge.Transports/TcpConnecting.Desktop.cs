using System.Net;
using System.Net.Sockets;

namespace Edge.Transports;

/// <summary>How a TCP connection is made, and why it was not, in words.</summary>
internal static class TcpConnecting
{
    /// <summary>Begins to connect in the background.</summary>
    public static Connecting<Socket> Start(DnsEndPoint address, IWakeup wakeup) =>
        new(token => Task.Run(() => Connect(address, token)), e => Place(address) + Reason(e), wakeup);

    /// <summary>Connects, and closes the socket when that fails.</summary>
    public static async Task<Socket> ConnectAsync(DnsEndPoint address, CancellationToken token)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // A protocol's small packets must not wait for the acknowledgement of the one before.
            socket.NoDelay = true;
            await socket.ConnectAsync(address.Host, address.Port, token).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Ends our direction: the system still sends what it has taken, although the socket is closed next.</summary>
    public static void EndSending(Socket socket)
    {
        try
        {
            // Disposing of a socket whose receive is under way would reset the connection and lose what was sent last.
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer was faster.
        }
    }

    public static string Place(DnsEndPoint address) => address.Host + ":" + address.Port + ": ";

    public static string Reason(SocketError error) => new SocketException((int)error).Message;

    private static string Reason(Exception e) =>
        e is SocketException failed ? Reason(failed.SocketErrorCode) : e.Message;

    // A blocking call, because a socket that once was used asynchronously wakes the runtime's threads for ever after
    // whenever bytes come. Abandoning disposes of the socket, which ends the call.
    private static Socket Connect(DnsEndPoint address, CancellationToken token)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            using CancellationTokenRegistration abandoning = token.Register(socket.Dispose);
            socket.NoDelay = true;
            socket.Connect(address.Host, address.Port);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
