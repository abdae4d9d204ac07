using System.Net;
using System.Net.Sockets;

namespace Edge.Testing;

/// <summary>Whether anybody listens.</summary>
public static class Listening
{
    /// <summary>True when a connection to this port of 127.0.0.1 is accepted.</summary>
    public static bool On(int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
