using System.Net;
using System.Net.Sockets;

namespace Edge.Transports;

/// <summary>One thread's place to wait for one socket's bytes and for <see cref="Wake"/>, both in one system call: bytes
/// wake the thread that reads them, and no thread of the runtime's stands between.</summary>
internal sealed class SocketWakeup : IWakeup, IDisposable
{
    // The system's call takes microseconds in 32 bits; a wait may end early.
    private const int WaitMsMax = 2_000_000;

    private readonly Socket _bell;
    private readonly List<Socket> _waited = new(2);
    private readonly byte[] _ring = new byte[1];
    private Socket? _socket;
    private bool _isArmed;
    private int _isWoken;
    private int _isWaiting;

    public SocketWakeup()
    {
        // A datagram socket that talks to itself: what every system can wait for together with another socket.
        IPAddress loopback = Socket.OSSupportsIPv4 ? IPAddress.Loopback : IPAddress.IPv6Loopback;
        _bell = new Socket(loopback.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _bell.Bind(new IPEndPoint(loopback, 0));
        _bell.Connect(_bell.LocalEndPoint!);
        _bell.Blocking = false;
    }

    /// <summary>From now on this socket is waited for, or none; the first time at once. The waiting thread.</summary>
    public void Watch(Socket? socket)
    {
        _socket = socket;
        _isArmed = socket != null;
    }

    /// <summary>Asks for one wake when there is something to read. The waiting thread.</summary>
    public void Arm() => _isArmed = true;

    /// <inheritdoc/>
    public void Wake()
    {
        // Whoever is not waiting looks at the flag before it does.
        if (Interlocked.Exchange(ref _isWoken, 1) == 0 && Volatile.Read(ref _isWaiting) != 0)
        {
            Ring();
        }
    }

    /// <summary>Waits until the armed socket can be read, <see cref="Wake"/> is or was called since the last wait, or the
    /// time is over. One thread.</summary>
    /// <param name="milliseconds">At least 0; <see cref="Deadline.Idle"/> waits without limit.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public void Wait(int milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds);
        if (milliseconds > 0)
        {
            Interlocked.Exchange(ref _isWaiting, 1);
            if (Volatile.Read(ref _isWoken) == 0)
            {
                Select(milliseconds == Deadline.Idle ? -1 : Math.Min(milliseconds, WaitMsMax) * 1000);
            }

            Volatile.Write(ref _isWaiting, 0);
        }

        Interlocked.Exchange(ref _isWoken, 0);
    }

    /// <summary>Nobody waits here any more; a late <see cref="Wake"/> does nothing.</summary>
    public void Dispose() => _bell.Dispose();

    private void Select(int microseconds)
    {
        _waited.Clear();
        _waited.Add(_bell);
        if (_isArmed)
        {
            _waited.Add(_socket!);
        }

        Socket.Select(_waited, null, null, microseconds);
        foreach (Socket ready in _waited)
        {
            if (ready == _socket)
            {
                _isArmed = false;
            }
            else
            {
                _bell.Receive(_ring, 0, 1, SocketFlags.None, out _);
            }
        }
    }

    private void Ring()
    {
        try
        {
            _bell.Send(_ring, 0, 1, SocketFlags.None, out _);
        }
        catch (ObjectDisposedException)
        {
            // A completion that came late.
        }
    }
}
