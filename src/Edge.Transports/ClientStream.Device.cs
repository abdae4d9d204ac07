using System;
using System.Net.Sockets;
using System.Threading;

namespace Edge.Transports;

/// <summary>A connection that the device makes, as a byte stream: <see cref="TcpStream"/> and <see cref="TlsStream"/>.</summary>
/// <remarks>
/// Reading takes only what the driver says is here, and writing hands it only what it is known to have room for, so neither
/// waits. Should the driver wait all the same, it gives up after 500 ms, and the stream ends. Nothing is allocated while
/// it is open.
/// </remarks>
public abstract partial class ClientStream : IByteStream
{
    /// <summary>The largest piece handed to the driver at a time, in bytes.</summary>
    /// <remarks>lwIP calls a socket writable when more than TCP_SNDLOWAT bytes are free in its send buffer: at least 1,073
    /// with the smallest segment it uses (2 x 536 + 1), 2,873 on an ESP32. 512 fit with TLS around them as well.</remarks>
    public const int ChunkBytes = 512;

    /// <summary>The most that one write takes, in bytes.</summary>
    public const int WriteBytesMax = 4 * ChunkBytes;

    /// <summary>The longest that <see cref="Wake"/> waits for a <see cref="Wait"/> to end, in milliseconds.</summary>
    public const int SliceMs = 20;

    private readonly string[] _hosts;
    private readonly int[] _ports;
    private readonly int _openTimeoutMs;
    private readonly AutoResetEvent _wake = new AutoResetEvent(false);
    private int _nextAddress;
    private long _giveUpAt;
    private Connecting? _connecting;
    private Socket? _socket;
    private bool _isWriteBlocked;
    private bool _hasFoundNothing;
    private bool _isSendBroken;
    private int _sendErrorCode;

    private protected ClientStream(string[] hosts, int[] ports, int openTimeoutMs)
    {
        if (hosts == null || ports == null || hosts.Length == 0 || hosts.Length != ports.Length)
        {
            throw new ArgumentException("a stream needs at least one host, and a port for each", "hosts");
        }

        _hosts = hosts;
        _ports = ports;
        _openTimeoutMs = openTimeoutMs;
    }

    /// <inheritdoc/>
    public StreamState State { get; private set; }

    /// <summary>What ended the stream or kept it from opening since the last <see cref="Open"/>.</summary>
    public StreamFailure Failure { get; private set; }

    /// <summary>The socket's error code that belongs to <see cref="Failure"/>, as the driver gives it; 0 for none.</summary>
    public int SocketErrorCode { get; private set; }

    /// <summary>0: what was taken is with the driver.</summary>
    public int UnsentBytes => 0;

    /// <summary>Starts to connect to the next address, on a thread of its own; <see cref="Poll"/> gives it up when its time
    /// is over. While opening or open it does nothing.</summary>
    /// <param name="now">Milliseconds.</param>
    [ColdPath]
    public void Open(long now)
    {
        if (State != StreamState.Closed)
        {
            return;
        }

        Failure = StreamFailure.None;
        SocketErrorCode = 0;
        _giveUpAt = now + _openTimeoutMs;
        State = StreamState.Opening;
        _connecting = CreateConnecting(_hosts[_nextAddress], _ports[_nextAddress], _wake);
        _nextAddress = (_nextAddress + 1) % _hosts.Length;
        _connecting.Start();
    }

    /// <inheritdoc/>
    public int Poll(long now)
    {
        if (_connecting != null)
        {
            return PollOpening(_connecting, now);
        }

        // What came before the failure is still to be read.
        if (_isSendBroken && !HasReady())
        {
            Fail(StreamFailure.Socket, _sendErrorCode);
        }

        return Deadline.Idle;
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        Socket? socket = _socket;
        if (socket == null || count == 0)
        {
            return 0;
        }

        try
        {
            int ready = ReadyBytes(socket);
            if (ready > 0)
            {
                int taken = Receive(socket, buffer, offset, ready < count ? ready : count);
                if (taken > 0)
                {
                    return taken;
                }
            }
            else if (!IsEnded(socket))
            {
                _hasFoundNothing = true;
                return 0;
            }

            Fail(StreamFailure.ClosedByPeer, 0);
        }
        catch (SocketException e)
        {
            Fail(StreamFailure.Socket, e.ErrorCode);
        }
        catch (Exception)
        {
            Fail(StreamFailure.Socket, 0);
        }

        return 0;
    }

    /// <summary>Hands over as many bytes as are known to fit, at most 2,048 a call.</summary>
    /// <returns>0 to <paramref name="count"/>; a partial write is normal.</returns>
    public int Write(byte[] buffer, int offset, int count)
    {
        Socket? socket = _socket;
        if (socket == null || _isSendBroken)
        {
            return 0;
        }

        int sent = 0;
        int limit = count < WriteBytesMax ? count : WriteBytesMax;
        try
        {
            while (sent < limit && socket.Poll(0, SelectMode.SelectWrite))
            {
                int chunk = limit - sent < ChunkBytes ? limit - sent : ChunkBytes;
                sent += Send(socket, buffer, offset + sent, chunk);
            }
        }
        catch (SocketException e)
        {
            BreakSending(e.ErrorCode);
        }
        catch (Exception)
        {
            BreakSending(0);
        }

        _isWriteBlocked = sent < count;
        return sent;
    }

    /// <summary>Waits until bytes can be read, blocked bytes can be written, <see cref="Wake"/> was called (which may take
    /// 20 ms to show), or the time is over. It may return early.</summary>
    /// <param name="milliseconds">At least 0.</param>
    public void Wait(int milliseconds)
    {
        int remainingMs = milliseconds;
        while (_socket != null && (_hasFoundNothing || _isWriteBlocked) && !_isSendBroken && !_wake.WaitOne(0, false))
        {
            int sliceMs = remainingMs < SliceMs ? remainingMs : SliceMs;
            if (remainingMs <= 0 || HasCome(_socket, sliceMs))
            {
                return;
            }

            remainingMs -= sliceMs;
        }

        if (_socket == null || !(_hasFoundNothing || _isWriteBlocked))
        {
            _wake.WaitOne(remainingMs, false);
        }
    }

    /// <inheritdoc/>
    public void Wake() => _wake.Set();

    /// <summary>Ends the stream at once; what is unsent is lost. Closing a closed stream does nothing.</summary>
    [ColdPath]
    public void Close()
    {
        _connecting?.Abandon();
        _connecting = null;
        if (_socket != null)
        {
            End(_socket);
        }

        _socket = null;
        _isWriteBlocked = false;
        _hasFoundNothing = false;
        _isSendBroken = false;
        State = StreamState.Closed;
    }

    /// <summary>Makes the attempt, not yet started.</summary>
    private protected abstract Connecting CreateConnecting(string host, int port, AutoResetEvent wake);

    /// <summary>Takes over what the attempt has made.</summary>
    private protected abstract void Attach(Connecting connected);

    /// <summary>Bytes that can be received without waiting.</summary>
    private protected abstract int ReadyBytes(Socket socket);

    /// <summary>Receives up to that many bytes, which are here.</summary>
    private protected abstract int Receive(Socket socket, byte[] buffer, int offset, int count);

    /// <summary>Sends up to <see cref="ChunkBytes"/>, for which there is room.</summary>
    private protected abstract int Send(Socket socket, byte[] buffer, int offset, int count);

    /// <summary>Closes.</summary>
    private protected abstract void End(Socket socket);
}
