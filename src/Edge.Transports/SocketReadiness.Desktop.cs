using System.Net.Sockets;

namespace Edge.Transports;

/// <summary>Tells when a socket has something to read, without taking it: on a stream a receive of no bytes, which
/// completes when bytes, the peer's close or an error are there; for datagrams, of which that would take one, a look at
/// the first byte.</summary>
internal sealed class SocketReadiness : SocketAsyncEventArgs
{
    private readonly Socket _socket;
    private readonly IWakeup _wakeup;
    private readonly bool _isDatagram;
    private volatile bool _isArmed;

    public SocketReadiness(Socket socket, IWakeup wakeup)
        : base(true)
    {
        _socket = socket;
        _wakeup = wakeup;
        _isDatagram = socket.SocketType == SocketType.Dgram;
        SetBuffer(new byte[_isDatagram ? 1 : 0]);
    }

    /// <summary>Asks for one wake when there is something to read; does nothing while one is still owed.</summary>
    public void Arm()
    {
        if (_isArmed)
        {
            return;
        }

        _isArmed = true;
        // What completed before has written its own flags here.
        SocketFlags = _isDatagram ? SocketFlags.Peek : SocketFlags.None;
        try
        {
            if (_socket.ReceiveAsync(this))
            {
                return;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The next read meets the same failure and reports it.
        }

        OnCompleted(this);
    }

    protected override void OnCompleted(SocketAsyncEventArgs e)
    {
        _isArmed = false;
        _wakeup.Wake();
    }
}
