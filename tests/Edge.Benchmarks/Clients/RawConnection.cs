using System.Net;
using System.Net.Sockets;
using Edge.Mqtt;

namespace Edge.Benchmarks.Clients;

/// <summary>A bare socket that has said CONNECT: what is left of a client when it does no work.</summary>
internal static class RawConnection
{
    public static Socket Connect(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        // Protocol name, level 4, clean session, no keep-alive, an empty client identifier.
        socket.Send([0x10, 12, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 0, 0, 0]);
        Take(socket, 4);
        return socket;
    }

    /// <summary>Subscribes to the topic with QoS 0.</summary>
    public static void Subscribe(Socket socket)
    {
        byte[] filter = new Topic(Workload.Topic).Utf8Bytes;
        socket.Send([0x82, (byte)(filter.Length + 5), 0, 1, 0, (byte)filter.Length, .. filter, 0]);
        Take(socket, 5);
    }

    /// <summary>One PUBLISH of QoS 0.</summary>
    public static byte[] Publish()
    {
        byte[] topic = new Topic(Workload.Topic).Utf8Bytes;
        byte[] packet = new byte[PublishPacket.Bytes(topic.Length, Workload.PayloadBytes, QualityOfService.AtMostOnce)];
        PublishPacket.Write(
            packet, 0, topic, new byte[Workload.PayloadBytes], 0, Workload.PayloadBytes, QualityOfService.AtMostOnce, false);
        return packet;
    }

    private static void Take(Socket socket, int count)
    {
        byte[] answer = new byte[count];
        for (int taken = 0; taken < count;)
        {
            int received = socket.Receive(answer, taken, count - taken, SocketFlags.None);
            taken += received > 0 ? received : throw new InvalidOperationException("closed by the broker");
        }
    }
}
