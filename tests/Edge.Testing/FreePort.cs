using System.Net;
using System.Net.Sockets;

namespace Edge.Testing;

/// <summary>Loopback TCP ports that nobody listens on.</summary>
public static class FreePort
{
    private const int First = 20_000;

    // Below the range from which Linux takes the ports of outgoing connections, so that none of those slips in between.
    private const int Count = 12_000;

    private static int _next = Environment.ProcessId * 97 % Count;

    /// <summary>A port that was free a moment ago and that this process gives out once.</summary>
    public static int Next()
    {
        for (int i = 0; i < Count; i++)
        {
            int port = First + (Interlocked.Increment(ref _next) & int.MaxValue) % Count;
            try
            {
                using Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }

        throw new InvalidOperationException("no loopback port is free");
    }
}
