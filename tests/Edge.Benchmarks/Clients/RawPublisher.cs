using System.Net.Sockets;

namespace Edge.Benchmarks.Clients;

/// <summary>The same packet over and over, many in each write.</summary>
internal sealed class RawPublisher(int port) : IPublishingClient
{
    private const int PacketsPerWrite = 170;

    private readonly Socket _socket = RawConnection.Connect(port);
    private readonly byte[] _packet = RawConnection.Publish();
    private readonly byte[] _batch = [.. Enumerable.Repeat(RawConnection.Publish(), PacketsPerWrite).SelectMany(b => b)];

    public void Publish(int count)
    {
        for (int left = count; left > 0; left -= PacketsPerWrite)
        {
            _socket.Send(_batch, Math.Min(left, PacketsPerWrite) * _packet.Length, SocketFlags.None);
        }
    }

    public void Dispose() => _socket.Dispose();
}
