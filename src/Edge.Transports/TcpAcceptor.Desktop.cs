using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Edge.Transports;

/// <summary>Listens for TCP connections and hands them out one at a time.</summary>
/// <remarks>At most one accepted connection waits here; those behind it wait in the system's backlog, whose length is
/// bounded too. One thread at a time calls it; a connection that comes wakes the <see cref="IWakeup"/>.</remarks>
public sealed class TcpAcceptor : IDisposable
{
    /// <summary>Milliseconds until accepting is tried again after the system refused it, as it does when it has no
    /// file descriptor left.</summary>
    public const int RetryMs = 250;

    private readonly IPEndPoint _wanted;
    private readonly IWakeup _wakeup;
    private readonly int _backlogMax;
    private Socket? _listener;
    private PendingAccept? _accept;
    private long _retryAt = Deadline.Never;

    /// <param name="endPoint">Where to listen; port 0 takes a free one.</param>
    /// <param name="wakeup">Woken when a connection has come.</param>
    /// <param name="backlogMax">Connections that may wait in the system, at least 1; beyond it the system refuses or delays.</param>
    public TcpAcceptor(IPEndPoint endPoint, IWakeup wakeup, int backlogMax = 128)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentNullException.ThrowIfNull(wakeup);
        ArgumentOutOfRangeException.ThrowIfLessThan(backlogMax, 1);
        _wanted = endPoint;
        _wakeup = wakeup;
        _backlogMax = backlogMax;
    }

    /// <summary>Where it listens, with the port that was taken; null while it does not.</summary>
    public IPEndPoint? EndPoint { get; private set; }

    /// <summary>Why it does not listen or could not accept, in one line; null when nothing failed since the last Open.</summary>
    public string? LastError { get; private set; }

    /// <summary>Begins to listen. Does nothing while it listens.</summary>
    /// <returns>False when the system refuses, as for a taken port; <see cref="LastError"/> says why.</returns>
    public bool Open()
    {
        if (_listener != null)
        {
            return true;
        }

        LastError = null;
        Socket? listener = null;
        try
        {
            listener = new Socket(_wanted.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(_wanted);
            listener.Listen(_backlogMax);
            EndPoint = (IPEndPoint)listener.LocalEndPoint!;
        }
        catch (SocketException e)
        {
            listener?.Dispose();
            EndPoint = null;
            LastError = _wanted + ": " + TcpConnecting.Reason(e.SocketErrorCode);
            return false;
        }

        _listener = listener;
        _accept = new PendingAccept(listener, _wakeup);
        _accept.Start();
        return true;
    }

    /// <summary>Tries again to accept after the system had refused it.</summary>
    /// <param name="now">Milliseconds.</param>
    /// <returns>Milliseconds until it wants to be polled again, or <see cref="Deadline.Idle"/>.</returns>
    public int Poll(long now)
    {
        if (_accept is not { IsDone: true } accept || accept.SocketError == SocketError.Success)
        {
            return Deadline.Idle;
        }

        LastError = EndPoint + ": " + TcpConnecting.Reason(accept.SocketError);
        if (_retryAt == Deadline.Never)
        {
            _retryAt = now + RetryMs;
        }
        else if (now >= _retryAt)
        {
            _retryAt = Deadline.Never;
            accept.Start();
            return Deadline.Idle;
        }

        return Deadline.Remaining(_retryAt, now);
    }

    /// <summary>Takes the next connection that has come; it belongs to the caller, as for
    /// <see cref="TcpStream(Socket, IWakeup?)"/>. Call until it returns false: only then does the next one wake.</summary>
    public bool TryAccept([NotNullWhen(true)] out Socket? socket)
    {
        socket = null;
        if (_accept is not { IsDone: true } accept || accept.SocketError != SocketError.Success)
        {
            return false;
        }

        socket = accept.AcceptSocket!;
        accept.Start();
        return true;
    }

    /// <summary>Stops listening and closes what was not taken. <see cref="Open"/> may follow.</summary>
    public void Close()
    {
        PendingAccept? accept = _accept;
        _listener?.Dispose();
        _listener = null;
        _accept = null;
        _retryAt = Deadline.Never;
        EndPoint = null;
        accept?.Abandon();
    }

    /// <summary>Closes.</summary>
    public void Dispose() => Close();

    /// <summary>The one accept that is under way or waits to be taken.</summary>
    private sealed class PendingAccept(Socket listener, IWakeup wakeup)
        : SocketAsyncEventArgs(true)
    {
        private volatile bool _isDone;
        private volatile bool _isAbandoned;

        public bool IsDone => _isDone;

        public void Start()
        {
            _isDone = false;
            AcceptSocket = null;
            if (!listener.AcceptAsync(this))
            {
                OnCompleted(this);
            }
        }

        public void Abandon()
        {
            _isAbandoned = true;
            if (_isDone)
            {
                AcceptSocket?.Dispose();
            }

            Dispose();
        }

        protected override void OnCompleted(SocketAsyncEventArgs e)
        {
            _isDone = true;
            if (_isAbandoned)
            {
                AcceptSocket?.Dispose();
            }

            wakeup.Wake();
        }
    }
}
