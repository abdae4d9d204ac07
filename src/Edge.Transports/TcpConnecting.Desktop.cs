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
        _task = Task.Run(() => Connect(address, token));
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

    // A blocking call, because a socket that once was used asynchronously wakes the runtime's threads for ever after
    // whenever bytes come. Abandoning disposes of the socket, which ends the call.
    private static Socket Connect(DnsEndPoint address, CancellationToken token)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            using CancellationTokenRegistration abandoning = token.Register(socket.Dispose);
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
