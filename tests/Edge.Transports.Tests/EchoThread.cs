namespace Edge.Transports.Tests;

/// <summary>Sends back what a client sends, on a thread of its own, until it is disposed of.</summary>
internal sealed class EchoThread : IDisposable
{
    private readonly Peer _peer;
    private readonly byte[] _buffer;
    private readonly Thread _thread;

    /// <param name="peer">Belongs to the thread.</param>
    /// <param name="pieceBytes">It answers when it has that many.</param>
    public EchoThread(Peer peer, int pieceBytes)
    {
        _peer = peer;
        _buffer = new byte[pieceBytes];
        _thread = new Thread(Run);
        _thread.Start();
    }

    public void Dispose()
    {
        _peer.Cut();
        _thread.Join();
    }

    private void Run()
    {
        try
        {
            while (true)
            {
                _peer.Stream.ReadExactly(_buffer);
                _peer.Stream.Write(_buffer);
                _peer.Stream.Flush();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException
            or System.Net.WebSockets.WebSocketException or OperationCanceledException)
        {
            // Cut: the end.
        }
    }
}
