using System.Net;
using System.Net.Sockets;

namespace Edge.Transports;

/// <summary>Datagrams to and from one peer, each of them a message.</summary>
/// <remarks>
/// A datagram is sent once, whether or not it is asked to be reliable, and may be lost, repeated or overtaken: the
/// protocol above repeats. The link opens itself at the first <see cref="Poll"/> and is up as soon as the peer's name has
/// an address, which says nothing about whether anybody answers there. When the system ends the socket, or the name is
/// not found, it tries again, with a new <see cref="Epoch"/>. Sending, receiving and waiting allocate nothing. It has no
/// thread.
/// </remarks>
public sealed class UdpLink : IMessageLink, IDisposable
{
    /// <summary>Bytes of the longest datagram that Ethernet carries in one piece.</summary>
    public const int EthernetBytesMax = 1472;

    /// <summary>Milliseconds after which a link that could not open tries again.</summary>
    public const int RetryMs = 5000;

    private const int DatagramBytesMax = 65_507;

    // The socket has ended since the last poll: the time before the next one begins with the next poll.
    private const long FromNow = -1;

    private readonly DnsEndPoint _peer;
    private readonly SocketWakeup _wakeup = new();
    private readonly byte[] _received;
    private int _receivedBytes;
    private Connecting<Socket>? _connecting;
    private Socket? _socket;
    private long _openDue;

    /// <param name="peer">Host, by name or IP address, and port.</param>
    /// <param name="messageBytesMax">The longest message both ways, 1 to 65,507 bytes; longer ones are dropped when they
    /// come.</param>
    /// <exception cref="ArgumentOutOfRangeException">No datagram has that many bytes.</exception>
    public UdpLink(DnsEndPoint peer, int messageBytesMax = EthernetBytesMax)
    {
        ArgumentNullException.ThrowIfNull(peer);
        ArgumentOutOfRangeException.ThrowIfLessThan(messageBytesMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(messageBytesMax, DatagramBytesMax);
        _peer = peer;
        MessageBytesMax = messageBytesMax;
        // One more, which only what is too long fills.
        _received = new byte[messageBytesMax + 1];
    }

    /// <summary>True while the socket is open.</summary>
    public bool IsUp => _socket != null;

    /// <summary>Counts how often the socket was opened.</summary>
    public int Epoch { get; private set; }

    /// <inheritdoc/>
    public int MessageBytesMax { get; }

    /// <summary>The longest there is: a message is never cut.</summary>
    public int PreferredBytes => MessageBytesMax;

    /// <inheritdoc/>
    public int ShownEpoch { get; private set; }

    /// <summary>0: what was taken is with the system.</summary>
    public int UnsentBytes => 0;

    /// <summary>What kept the link from opening or ended its socket, in one line; null since it opened last.</summary>
    public string? LastError { get; private set; }

    /// <summary>Datagrams received and dropped because they are empty or longer than <see cref="MessageBytesMax"/>.</summary>
    public int DatagramsDropped { get; private set; }

    /// <summary>How often the peer's host said that nobody listens at this port (ICMP port unreachable).</summary>
    public int Refusals { get; private set; }

    /// <inheritdoc/>
    public int Poll(long now)
    {
        if (_socket != null)
        {
            return Deadline.Idle;
        }

        if (_connecting == null)
        {
            _openDue = _openDue == FromNow ? now + RetryMs : _openDue;
            if (now < _openDue)
            {
                return Deadline.Remaining(_openDue, now);
            }

            _connecting = new Connecting<Socket>(
                token => Task.Run(() => Connect(token)), e => TcpConnecting.Place(_peer) + e.Message, _wakeup);
        }

        if (!_connecting.IsDone)
        {
            return Deadline.Idle;
        }

        _socket = _connecting.Take(out string? error);
        _connecting = null;
        LastError = error;
        if (_socket == null)
        {
            _openDue = now + RetryMs;
            return RetryMs;
        }

        Epoch++;
        _wakeup.Watch(_socket);
        return Deadline.Idle;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The message is empty or longer than allowed.</exception>
    public bool Send(byte[] buffer, int offset, int count, bool isReliable)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MessageBytesMax);
        if (_socket == null)
        {
            return false;
        }

        _socket.Send(buffer, offset, count, SocketFlags.None, out SocketError error);
        if (error == SocketError.ConnectionRefused)
        {
            // The answer to an earlier datagram; it has taken the place of this one.
            Refusals++;
            _socket.Send(buffer, offset, count, SocketFlags.None, out error);
        }

        if (!IsPassing(error))
        {
            Fail(error);
        }

        return error == SocketError.Success;
    }

    /// <inheritdoc/>
    public bool Peek(out byte[] buffer, out int offset, out int count)
    {
        buffer = _received;
        offset = 0;
        if (_receivedBytes == 0 && _socket != null)
        {
            Receive(_socket);
        }

        count = _receivedBytes;
        return count > 0;
    }

    /// <inheritdoc/>
    public void Release() => _receivedBytes = 0;

    /// <inheritdoc/>
    public void Wait(int milliseconds) => _wakeup.Wait(milliseconds);

    /// <inheritdoc/>
    public void Wake() => _wakeup.Wake();

    /// <summary>Closes for good.</summary>
    public void Dispose()
    {
        Close();
        _openDue = Deadline.Never;
        _wakeup.Dispose();
    }

    // Takes one datagram, if there is one.
    private void Receive(Socket socket)
    {
        int count = socket.Receive(_received, 0, _received.Length, SocketFlags.None, out SocketError error);
        if (error is SocketError.WouldBlock or SocketError.IOPending)
        {
            _wakeup.Arm();
            return;
        }

        if (error == SocketError.Success && count > 0 && count <= MessageBytesMax)
        {
            _receivedBytes = count;
            ShownEpoch = Epoch;
            return;
        }

        if (error is SocketError.Success or SocketError.MessageSize)
        {
            DatagramsDropped++;
        }
        else if (IsPassing(error))
        {
            Refusals++;
        }
        else
        {
            Fail(error);
        }

        // There may be another one behind it.
        Wake();
    }

    // What says nothing about the socket: another datagram may go.
    private static bool IsPassing(SocketError error) => error is SocketError.Success or SocketError.WouldBlock
        or SocketError.IOPending or SocketError.ConnectionRefused or SocketError.ConnectionReset
        or SocketError.NoBufferSpaceAvailable or SocketError.Interrupted or SocketError.MessageSize;

    private void Fail(SocketError error)
    {
        Close();
        LastError = TcpConnecting.Place(_peer) + TcpConnecting.Reason(error);
        _openDue = FromNow;
        Wake();
    }

    private void Close()
    {
        _connecting?.Dispose();
        _connecting = null;
        _wakeup.Watch(null);
        _socket?.Dispose();
        _socket = null;
    }

    // Resolves, and connects the socket: only this peer's datagrams come through.
    private Socket Connect(CancellationToken token)
    {
        Socket socket = new(SocketType.Dgram, ProtocolType.Udp);
        try
        {
            using CancellationTokenRegistration abandoning = token.Register(socket.Dispose);
            socket.Connect(_peer.Host, _peer.Port);
            socket.Blocking = false;
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
