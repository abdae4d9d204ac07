using System.Net;
using System.Net.Sockets;

namespace Edge.Transports;

/// <summary>A TCP connection as a byte stream: one that it makes itself, or one that a <see cref="TcpAcceptor"/> took.</summary>
/// <remarks>
/// It has no thread: <see cref="Wait"/> waits in the system, or the system's completions wake the <see cref="IWakeup"/> it
/// was built with. Bytes wake once after a <see cref="Read"/> that found nothing (and once after opening), so a user that leaves
/// bytes unread is not woken for them again. Reading, writing and waiting allocate nothing. There is no time limit for
/// connecting but the system's; whoever has less patience closes the stream.
/// </remarks>
public sealed class TcpStream : IByteStream, IDisposable
{
    private readonly DnsEndPoint[] _addresses;
    private readonly IWakeup _wakeup;
    private readonly SocketWakeup? _ownWakeup;
    private int _nextAddress;
    private DnsEndPoint? _address;
    private Connecting<Socket>? _connecting;
    private Socket? _socket;
    private SocketReadiness? _readiness;
    private SocketOverflow? _overflow;

    /// <summary>A client's stream, closed until <see cref="Open"/>.</summary>
    /// <param name="addresses">Hosts (names or IP addresses) and ports, at least one; each Open takes the next in turn.</param>
    /// <param name="owner">Whom to wake; without one, <see cref="Wait"/> is where to wait.</param>
    /// <exception cref="ArgumentException">There is no address.</exception>
    public TcpStream(DnsEndPoint[] addresses, IWakeup? owner = null)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        if (addresses.Length == 0)
        {
            throw new ArgumentException("a client's stream needs at least one address", nameof(addresses));
        }

        _addresses = addresses;
        _ownWakeup = owner == null ? new SocketWakeup() : null;
        _wakeup = owner ?? _ownWakeup!;
    }

    /// <summary>A stream over a connection that was accepted; it is open at once and cannot be opened again.</summary>
    /// <param name="accepted">Belongs to the stream from now on.</param>
    /// <param name="owner">Whom to wake; without one, <see cref="Wait"/> is where to wait.</param>
    public TcpStream(Socket accepted, IWakeup? owner = null)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        _addresses = [];
        _ownWakeup = owner == null ? new SocketWakeup() : null;
        _wakeup = owner ?? _ownWakeup!;
        Start(accepted);
    }

    /// <inheritdoc/>
    public StreamState State { get; private set; }

    /// <summary>What ended the stream, in one line; null when nothing but its user has since the last
    /// <see cref="Open"/>.</summary>
    public string? LastError { get; private set; }

    /// <summary>Bytes waiting in this process because the system's own buffer is full, 0 to 16,384.</summary>
    public int UnsentBytes => _overflow?.UnsentBytes ?? 0;

    /// <summary>Starts to resolve and connect to the next address. While opening or open it does nothing; an accepted
    /// stream stays closed and says so in <see cref="LastError"/>.</summary>
    /// <param name="now">Milliseconds.</param>
    public void Open(long now)
    {
        if (State != StreamState.Closed)
        {
            return;
        }

        if (_addresses.Length == 0)
        {
            LastError = "an accepted connection cannot be opened again";
            return;
        }

        LastError = null;
        _address = _addresses[_nextAddress];
        _nextAddress = (_nextAddress + 1) % _addresses.Length;
        State = StreamState.Opening;
        _connecting = TcpConnecting.Start(_address, _wakeup);
    }

    /// <inheritdoc/>
    public int Poll(long now)
    {
        if (_connecting is { IsDone: true } connecting)
        {
            if (connecting.Take(out string? error) is { } socket)
            {
                Start(socket);
            }
            else
            {
                Fail(error!);
            }
        }

        // What came before the failure is still to be read; Read ends the stream when it is.
        if (_overflow is { Error: not SocketError.Success } overflow && !HasUnread())
        {
            Fail(Describe(overflow.Error));
        }

        return Deadline.Idle;
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        if (_socket == null || count == 0)
        {
            return 0;
        }

        int taken = _socket.Receive(buffer, offset, count, SocketFlags.None, out SocketError error);
        if (error == SocketError.Success && taken > 0)
        {
            return taken;
        }

        if (error is SocketError.WouldBlock or SocketError.IOPending or SocketError.Interrupted)
        {
            _readiness?.Arm();
            _ownWakeup?.Arm();
        }
        else
        {
            Fail(error == SocketError.Success ? "closed by the peer" : Describe(error));
        }

        return 0;
    }

    /// <inheritdoc/>
    public int Write(byte[] buffer, int offset, int count)
    {
        if (_socket == null || count == 0 || _overflow!.UnsentBytes > 0 || _overflow.Error != SocketError.Success)
        {
            return 0;
        }

        int taken = _socket.Send(buffer, offset, count, SocketFlags.None, out SocketError error);
        if (error != SocketError.Success)
        {
            // A failed send fails again as the overflow's, which lets what was received before be read first.
            taken = 0;
        }

        return taken == count ? taken : taken + _overflow.Take(buffer, offset + taken, count - taken);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The stream was built with an owner, who waits for all its streams.</exception>
    public void Wait(int milliseconds)
    {
        if (_ownWakeup == null)
        {
            throw new InvalidOperationException("this stream wakes the IWakeup it was built with: wait there");
        }

        _ownWakeup.Wait(milliseconds);
    }

    /// <inheritdoc/>
    public void Wake() => _wakeup.Wake();

    /// <summary>Ends the stream at once. What the system has taken is still sent, unless received bytes were left unread.</summary>
    public void Close()
    {
        _connecting?.Dispose();
        _connecting = null;
        _ownWakeup?.Watch(null);
        if (_socket != null)
        {
            // As a pending receive that is aborted wakes its owner.
            _ownWakeup?.Wake();
            TcpConnecting.EndSending(_socket);
            _socket.Dispose();
        }

        _readiness?.Dispose();
        _readiness = null;
        _overflow?.Dispose();
        _overflow = null;
        _socket = null;
        State = StreamState.Closed;
    }

    /// <summary>Closes for good.</summary>
    public void Dispose()
    {
        Close();
        _ownWakeup?.Dispose();
    }

    private void Start(Socket socket)
    {
        _connecting?.Dispose();
        _connecting = null;
        _socket = socket;
        _readiness = _ownWakeup == null ? new SocketReadiness(socket, _wakeup) : null;
        _ownWakeup?.Watch(socket);
        _overflow = new SocketOverflow(socket, _wakeup);
        State = StreamState.Open;
        try
        {
            socket.Blocking = false;
            // A protocol's small packets must not wait for the acknowledgement of the one before.
            socket.NoDelay = true;
            _readiness?.Arm();
        }
        catch (SocketException e)
        {
            Fail(Describe(e.SocketErrorCode));
        }
    }

    private bool HasUnread()
    {
        try
        {
            return _socket!.Available > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Fail(string error)
    {
        Close();
        LastError = error;
    }

    private string Describe(SocketError error)
    {
        string reason = TcpConnecting.Reason(error);
        return _address == null ? reason : TcpConnecting.Place(_address) + reason;
    }
}
