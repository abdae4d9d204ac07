using System.Net;
using System.Net.Sockets;

namespace Edge.Transports;

/// <summary>One attempt to connect, under way in the background; it ends in a socket or in one line that says why not.</summary>
internal sealed class TcpConnecting : IDisposable
{
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Task<Socket> _task;
    private readonly DnsEndPoint _address;
    private bool _isTaken;

    public TcpConnecting(DnsEndPoint address, IWakeup wakeup)
    {
        _address = address;
        CancellationToken token = _abandoned.Token;
        // On the pool, because even starting to resolve a name may block.
        _task = Task.Run(() => ConnectAsync(address, token));
        _task.ContinueWith(_ => wakeup.Wake(), TaskScheduler.Default);
    }

    /// <summary>True when <see cref="Take"/> has an answer; the wakeup is woken after it becomes true.</summary>
    public bool IsDone => _task.IsCompleted;

    /// <summary>The connected socket, or null and the reason. Once, and only when done.</summary>
    public Socket? Take(out string? error)
    {
        try
        {
            error = null;
            _isTaken = true;
            return _task.GetAwaiter().GetResult();
        }
        catch (SocketException e)
        {
            error = Place(_address) + Reason(e.SocketErrorCode);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or OperationCanceledException)
        {
            error = Place(_address) + e.Message;
        }

        return null;
    }

    /// <summary>Gives up: a connection that was not taken, or that comes yet, is closed.</summary>
    public void Dispose()
    {
        if (_isTaken)
        {
            return;
        }

        _abandoned.Cancel();
        _task.ContinueWith(Discard, TaskScheduler.Default);
    }

    public static string Place(DnsEndPoint address) => address.Host + ":" + address.Port + ": ";

    public static string Reason(SocketError error) => new SocketException((int)error).Message;

    // Reading the exception marks it as seen.
    private static void Discard(Task<Socket> task)
    {
        if (task.Exception == null && task.IsCompletedSuccessfully)
        {
            task.Result.Dispose();
        }
    }

    private static async Task<Socket> ConnectAsync(DnsEndPoint address, CancellationToken token)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, token).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
