using System;
using System.Net.Sockets;
using System.Threading;

namespace Edge.Transports;

/// <summary>Datagrams to and from one peer, each of them a message.</summary>
/// <remarks>
/// A datagram is sent once, whether or not it is asked to be reliable, and may be lost, repeated or overtaken: the
/// protocol above repeats. The link opens itself at the first <see cref="Poll"/>, and again when the driver ends its
/// socket, with a new <see cref="Epoch"/>. It is up as soon as the peer's name has an address, which says nothing about
/// whether anybody answers there. Nothing is allocated while it is open.
/// </remarks>
public sealed class UdpLink : IMessageLink
{
    /// <summary>Milliseconds after which a link that could not open tries again.</summary>
    public const int RetryMs = 5000;

    /// <summary>Milliseconds after which an attempt to open is given up.</summary>
    public const int OpenTimeoutMs = 15_000;

    /// <summary>The longest that <see cref="Wake"/> waits for a <see cref="Wait"/> to end, in milliseconds.</summary>
    public const int SliceMs = 20;

    private const int DatagramBytesMax = 65_507;

    private readonly string _host;
    private readonly int _port;
    private readonly AutoResetEvent _wake = new AutoResetEvent(false);
    private readonly byte[] _received;
    private int _receivedBytes;
    private Connecting? _connecting;
    private Socket? _socket;
    private bool _isBroken;
    private bool _hasFoundNothing;
    private long _due;

    /// <param name="host">The peer, by name or IPv4 address.</param>
    /// <param name="port">1 to 65,535.</param>
    /// <param name="messageBytesMax">The longest message both ways, 1 to 65,507 bytes; longer ones are dropped when they
    /// come.</param>
    /// <exception cref="ArgumentOutOfRangeException">No datagram has that many bytes.</exception>
    public UdpLink(string host, int port, int messageBytesMax = 256)
    {
        if (messageBytesMax < 1 || messageBytesMax > DatagramBytesMax)
        {
            throw new ArgumentOutOfRangeException(nameof(messageBytesMax), "a datagram takes 1 to 65507 bytes");
        }

        _host = host;
        _port = port;
        MessageBytesMax = messageBytesMax;
        // One more, which only what is too long fills.
        _received = new byte[messageBytesMax + 1];
    }

    /// <summary>True while the socket is open.</summary>
    public bool IsUp => _socket != null && !_isBroken;

    /// <summary>Counts how often the socket was opened.</summary>
    public int Epoch { get; private set; }

    /// <inheritdoc/>
    public int MessageBytesMax { get; }

    /// <summary>The longest there is: a message is never cut.</summary>
    public int PreferredBytes => MessageBytesMax;

    /// <inheritdoc/>
    public int ShownEpoch { get; private set; }

    /// <summary>0: what was taken is with the driver.</summary>
    public int UnsentBytes => 0;

    /// <summary>What kept the link from opening or ended its socket last.</summary>
    public StreamFailure Failure { get; private set; }

    /// <summary>The socket's error code that belongs to <see cref="Failure"/>, as the driver gives it; 0 for none.</summary>
    public int SocketErrorCode { get; private set; }

    /// <summary>Datagrams received and dropped because they are empty or longer than <see cref="MessageBytesMax"/>.</summary>
    public int DatagramsDropped { get; private set; }

    /// <inheritdoc/>
    public int Poll(long now)
    {
        if (IsUp)
        {
            return Deadline.Idle;
        }

        if (_isBroken)
        {
            Close();
            _due = now + RetryMs;
        }

        int remainingMs = Deadline.Remaining(_due, now);
        if (_connecting != null)
        {
            return PollOpening(_connecting, remainingMs, now);
        }

        if (remainingMs > 0)
        {
            return remainingMs;
        }

        Open();
        _due = now + OpenTimeoutMs;
        return OpenTimeoutMs;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The message is empty or longer than allowed.</exception>
    public bool Send(byte[] buffer, int offset, int count, bool isReliable)
    {
        if (count < 1 || count > MessageBytesMax)
        {
            throw new ArgumentOutOfRangeException(nameof(count), "a message takes 1 to MessageBytesMax bytes");
        }

        if (!IsUp)
        {
            return false;
        }

        try
        {
            return _socket!.Poll(0, SelectMode.SelectWrite)
                && _socket.Send(buffer, offset, count, SocketFlags.None) == count;
        }
        catch (SocketException e)
        {
            Break(e.ErrorCode);
        }
        catch (Exception)
        {
            Break(0);
        }

        return false;
    }

    /// <inheritdoc/>
    public bool Peek(out byte[] buffer, out int offset, out int count)
    {
        buffer = _received;
        offset = 0;
        if (_receivedBytes == 0 && IsUp)
        {
            Receive(_socket!);
        }

        count = _receivedBytes;
        return count > 0;
    }

    /// <inheritdoc/>
    public void Release() => _receivedBytes = 0;

    /// <summary>Waits until a datagram has come, <see cref="Wake"/> was called (which may take 20 ms to show), or the time
    /// is over. It may return early.</summary>
    /// <param name="milliseconds">At least 0.</param>
    public void Wait(int milliseconds)
    {
        int remainingMs = milliseconds;
        while (IsUp && _hasFoundNothing && remainingMs > 0 && !_wake.WaitOne(0, false))
        {
            int sliceMs = remainingMs < SliceMs ? remainingMs : SliceMs;
            if (HasCome(_socket!, sliceMs))
            {
                // Whoever leaves it unread is not woken for it again.
                _hasFoundNothing = false;
                return;
            }

            remainingMs -= sliceMs;
        }

        if (!IsUp || !_hasFoundNothing)
        {
            _wake.WaitOne(remainingMs, false);
        }
    }

    /// <inheritdoc/>
    public void Wake() => _wake.Set();

    [ColdPath]
    private void Open()
    {
        _connecting = new UdpConnecting(_host, _port, _wake);
        _connecting.Start();
    }

    [ColdPath]
    private int PollOpening(Connecting connecting, int remainingMs, long now)
    {
        if (!connecting.IsDone && remainingMs > 0)
        {
            return remainingMs;
        }

        bool isOpen = connecting.IsDone && connecting.Failure == StreamFailure.None;
        Failure = connecting.IsDone ? connecting.Failure : StreamFailure.OpenTimedOut;
        SocketErrorCode = connecting.IsDone ? connecting.ErrorCode : 0;
        if (isOpen)
        {
            _connecting = null;
            _socket = connecting.Socket;
            _hasFoundNothing = true;
            Epoch++;
            return 0;
        }

        Close();
        _due = now + RetryMs;
        return RetryMs;
    }

    [ColdPath]
    private void Close()
    {
        _connecting?.Abandon();
        _connecting = null;
        _socket?.Close();
        _socket = null;
        _isBroken = false;
    }

    // Takes one datagram, if there is one.
    private void Receive(Socket socket)
    {
        try
        {
            if (!socket.Poll(0, SelectMode.SelectRead))
            {
                _hasFoundNothing = true;
                return;
            }

            int count = socket.Receive(_received, 0, _received.Length, SocketFlags.None);
            bool fits = count > 0 && count <= MessageBytesMax;
            _receivedBytes = fits ? count : 0;
            ShownEpoch = Epoch;
            if (!fits)
            {
                DatagramsDropped++;
                // There may be another one behind it.
                Wake();
            }
        }
        catch (SocketException e)
        {
            Break(e.ErrorCode);
        }
        catch (Exception)
        {
            Break(0);
        }
    }

    private static bool HasCome(Socket socket, int sliceMs)
    {
        try
        {
            return socket.Poll(sliceMs * 1000, SelectMode.SelectRead);
        }
        catch (Exception)
        {
            // The next read or write meets the same failure and reports it.
            return true;
        }
    }

    // The next poll closes the socket.
    private void Break(int errorCode)
    {
        _isBroken = true;
        Failure = StreamFailure.Socket;
        SocketErrorCode = errorCode;
        Wake();
    }
}
