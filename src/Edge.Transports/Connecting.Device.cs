using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace Edge.Transports;

/// <summary>One attempt to connect, on a thread of its own that ends with it.</summary>
/// <remarks>The driver's connect waits without limit and heeds no time-out, so whoever has waited long enough abandons the
/// attempt, which closes its socket; the thread (876 bytes) ends when the driver lets go of it.</remarks>
internal class Connecting
{
    /// <summary>Milliseconds after which a send or receive of the driver gives up.</summary>
    public const int DriverTimeoutMs = 500;

    private readonly object _gate = new object();
    private readonly string _host;
    private readonly int _port;
    private readonly AutoResetEvent _wake;
    private bool _isAbandoned;

    /// <param name="host">Name or IPv4 address.</param>
    /// <param name="port">1 to 65,535.</param>
    /// <param name="wake">Set when it is done.</param>
    public Connecting(string host, int port, AutoResetEvent wake)
    {
        _host = host;
        _port = port;
        _wake = wake;
    }

    /// <summary>True when it has ended; then the rest may be read.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Why there is no connection; None when there is.</summary>
    public StreamFailure Failure { get; private set; }

    /// <summary>The socket's error code, or 0.</summary>
    public int ErrorCode { get; private set; }

    /// <summary>The connected socket, while there is one.</summary>
    public Socket? Socket { get; private set; }

    /// <summary>Begins, and returns at once.</summary>
    public void Start() => new Thread(Run).Start();

    /// <summary>Gives up and closes what there is; what comes yet is closed by the thread.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _isAbandoned = true;
            Discard();
        }
    }

    /// <summary>A socket that is not connected yet.</summary>
    protected virtual Socket Create() =>
        new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Tells a connected socket how to behave.</summary>
    // A protocol's small packets must not wait for the acknowledgement of the one before.
    protected virtual void Prepare(Socket socket) =>
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, true);

    /// <summary>Makes more of the connected socket; throws when that fails.</summary>
    protected virtual void Secure(string host, Socket socket)
    {
    }

    /// <summary>Closes what there is. It may be called again.</summary>
    protected virtual void Discard() => Socket?.Close();

    private void Run()
    {
        StreamFailure failure = StreamFailure.NameNotFound;
        int errorCode = 0;
        try
        {
            IPHostEntry entry = Dns.GetHostEntry(_host);
            failure = StreamFailure.Socket;
            Socket socket = Create();
            if (Show(socket))
            {
                socket.Connect(new IPEndPoint(entry.AddressList[0], _port));
                Prepare(socket);
                socket.SendTimeout = DriverTimeoutMs;
                socket.ReceiveTimeout = DriverTimeoutMs;
                failure = StreamFailure.Handshake;
                Secure(_host, socket);
                failure = StreamFailure.None;
            }
        }
        catch (SocketException e)
        {
            errorCode = e.ErrorCode;
        }
        catch (Exception)
        {
            // An exception that leaves a thread ends the program; the failure says how far it came.
        }

        End(failure, errorCode);
    }

    // From here on the one who gives up can close it.
    private bool Show(Socket socket)
    {
        lock (_gate)
        {
            Socket = socket;
            if (_isAbandoned)
            {
                Discard();
            }

            return !_isAbandoned;
        }
    }

    private void End(StreamFailure failure, int errorCode)
    {
        lock (_gate)
        {
            Failure = failure;
            ErrorCode = errorCode;
            if (_isAbandoned || failure != StreamFailure.None)
            {
                Discard();
            }

            IsDone = true;
        }

        _wake.Set();
    }
}
