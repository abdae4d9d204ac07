using System.Net;
using System.Net.Sockets;

namespace Edge.Transports;

/// <summary>A bound socket for datagrams from and to anybody.</summary>
/// <remarks>One thread at a time calls it. Receiving and sending allocate nothing.</remarks>
public sealed class UdpListener : IDisposable
{
    /// <summary>The longest datagram, in bytes.</summary>
    public const int DatagramBytesMax = 65_507;

    // What the system keeps while the thread is busy; it takes as much of it as it allows.
    private const int KeptBytes = 4 * 1024 * 1024;

    private readonly IPEndPoint _wanted;
    private readonly IWakeup _wakeup;
    private Socket? _socket;
    private SocketReadiness? _readiness;

    /// <param name="endPoint">Where to listen; port 0 takes a free one.</param>
    /// <param name="wakeup">Woken when a datagram has come, after <see cref="TryReceive"/> found none.</param>
    public UdpListener(IPEndPoint endPoint, IWakeup wakeup)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentNullException.ThrowIfNull(wakeup);
        _wanted = endPoint;
        _wakeup = wakeup;
    }

    /// <summary>Where it listens, with the port that was taken; null while it does not.</summary>
    public IPEndPoint? EndPoint { get; private set; }

    /// <summary>Why it does not listen or could not send last, in one line; null when nothing failed.</summary>
    public string? LastError { get; private set; }

    /// <summary>Begins to listen.</summary>
    /// <returns>False when the system refuses, as for a taken port; <see cref="LastError"/> says why.</returns>
    public bool Open()
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(_wanted.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
            {
                Blocking = false,
                ReceiveBufferSize = KeptBytes,
                SendBufferSize = KeptBytes,
            };
            socket.Bind(_wanted);
            EndPoint = (IPEndPoint)socket.LocalEndPoint!;
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            LastError = _wanted + ": " + TcpConnecting.Reason(e.SocketErrorCode);
            return false;
        }

        _socket = socket;
        _readiness = new SocketReadiness(socket, _wakeup);
        return true;
    }

    /// <summary>An empty address for <see cref="TryReceive"/> to fill.</summary>
    public SocketAddress CreateAddress() => new(_wanted.AddressFamily);

    /// <summary>Takes the next datagram.</summary>
    /// <param name="buffer">Takes its bytes; what is longer is cut.</param>
    /// <param name="from">Takes its sender.</param>
    /// <param name="count">Its bytes; 0 for an empty one or an error of an earlier sending.</param>
    /// <returns>False when there is none; then the next one wakes.</returns>
    public bool TryReceive(byte[] buffer, SocketAddress from, out int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        count = 0;
        if (_socket == null)
        {
            return false;
        }

        try
        {
            if (!_socket.Poll(0, SelectMode.SelectRead))
            {
                _readiness!.Arm();
                return false;
            }

            count = _socket.ReceiveFrom(buffer, SocketFlags.None, from);
        }
        catch (SocketException e) when (e.SocketErrorCode != SocketError.WouldBlock)
        {
            // Windows tells here that a peer was not there when something was sent to it, and that one was cut.
            LastError = EndPoint + ": " + TcpConnecting.Reason(e.SocketErrorCode);
        }
        catch (SocketException)
        {
            // Its check sum was wrong: there is none after all.
        }

        return true;
    }

    /// <summary>Sends a datagram. One for which the system has no room is gone, as it may be on its way.</summary>
    /// <returns>False when the system refuses it, as for one that is too long.</returns>
    public bool Send(byte[] buffer, int offset, int count, SocketAddress to)
    {
        if (_socket == null)
        {
            return false;
        }

        try
        {
            _socket.SendTo(buffer.AsSpan(offset, count), SocketFlags.None, to);
            return true;
        }
        catch (SocketException e)
        {
            LastError = EndPoint + ": " + TcpConnecting.Reason(e.SocketErrorCode);
            return false;
        }
    }

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
        EndPoint = null;
    }
}
