using System.Net.Sockets;

namespace Edge.Transports.Tests;

/// <summary>The server's end of one connection.</summary>
internal sealed class Peer(Socket socket, Stream stream) : IDisposable
{
    public Stream Stream => stream;

    /// <summary>Ends the connection as a peer whose power fails: without a word above TCP.</summary>
    public void Cut()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    public byte[] Receive(int count)
    {
        byte[] bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Reads what is left, to the client's end or its reset.</summary>
    public async Task UntilEndAsync()
    {
        try
        {
            await stream.CopyToAsync(Stream.Null).WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (IOException e) when (e.InnerException is SocketException)
        {
            // A reset is an end as well.
        }
    }

    public void Dispose() => stream.Dispose();
}
