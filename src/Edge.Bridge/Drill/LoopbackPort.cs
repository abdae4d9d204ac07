using System.Net;
using System.Net.Sockets;

namespace Edge.Bridge.Drill;

/// <summary>Ports of this machine for listeners that come and go.</summary>
internal static class LoopbackPort
{
    // Below those that systems give to outgoing connections: none of these slips in while the listener is away, nor does
    // one that looks for the absent listener meet itself.
    private const int First = 20_000;
    private const int Last = 32_000;
    private const int TriesMax = 1_000;

    /// <summary>A port that was free a moment ago.</summary>
    /// <exception cref="IOException">None is.</exception>
    public static int Free()
    {
        for (int i = 0; i < TriesMax; i++)
        {
            int port = Random.Shared.Next(First, Last);
            try
            {
                using Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }

        throw new IOException("no port of loopback is free");
    }
}
