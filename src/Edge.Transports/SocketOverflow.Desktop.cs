using System.Net.Sockets;

namespace Edge.Transports;

/// <summary>What a full socket did not take: one chunk, kept until the system has sent it.</summary>
internal sealed class SocketOverflow : SocketAsyncEventArgs
{
    /// <summary>The largest chunk, in bytes.</summary>
    public const int BytesMax = 16 * 1024;

    private readonly Socket _socket;
    private readonly IWakeup _wakeup;
    private byte[]? _chunk;
    private volatile int _unsentBytes;
    private volatile SocketError _error = SocketError.Success;

    public SocketOverflow(Socket socket, IWakeup wakeup)
        : base(true)
    {
        _socket = socket;
        _wakeup = wakeup;
    }

    /// <summary>Bytes taken and not yet with the system; 0 means that it can take another chunk.</summary>
    public int UnsentBytes => _unsentBytes;

    /// <summary>Why sending ended, or <see cref="SocketError.Success"/>.</summary>
    public SocketError Error => _error;

    /// <summary>Copies up to <see cref="BytesMax"/> bytes and sends them as room comes; then wakes. Only while
    /// <see cref="UnsentBytes"/> is 0.</summary>
    /// <returns>The bytes taken.</returns>
    public int Take(byte[] buffer, int offset, int count)
    {
        // Most connections never overflow, so the memory waits for the first that does.
        _chunk ??= new byte[BytesMax];
        int taken = Math.Min(count, BytesMax);
        System.Buffer.BlockCopy(buffer, offset, _chunk, 0, taken);
        SetBuffer(_chunk, 0, taken);
        _unsentBytes = taken;
        try
        {
            if (!_socket.SendAsync(this))
            {
                OnCompleted(this);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _error = (e as SocketException)?.SocketErrorCode ?? SocketError.OperationAborted;
            _unsentBytes = 0;
            _wakeup.Wake();
        }

        return taken;
    }

    protected override void OnCompleted(SocketAsyncEventArgs e)
    {
        _error = SocketError;
        _unsentBytes = 0;
        _wakeup.Wake();
    }
}
