using System.Net;
using System.Net.Sockets;
using Edge.Bridge.Guard;
using Edge.Bridge.Loop;
using Edge.Bridge.Sessions;
using Edge.Bridge.Status;
using Edge.Mqtt;
using Edge.Transports;

namespace Edge.Bridge.Links;

/// <summary>Takes TCP connections of devices that speak MQTT.</summary>
internal sealed class TcpLink : ILoopTask, IDisposable
{
    private readonly string _name;
    private readonly LinkGuard _guard;
    private readonly EventLoop _loop;
    private readonly TcpAcceptor _acceptor;
    private readonly MqttServerOptions _options;
    private readonly IDeviceOwner _owner;
    private readonly int _connectionsMax;
    private int _connections;

    /// <param name="name">Its name in the configuration.</param>
    /// <param name="listen">Where to listen.</param>
    /// <param name="guard">Says who is let in.</param>
    /// <param name="connectionsMax">Connections at a time; one more is closed at once.</param>
    /// <param name="options">What a session may use.</param>
    /// <param name="loop">Runs the connections.</param>
    /// <param name="owner">Decides and is told.</param>
    /// <exception cref="IOException">It cannot listen there.</exception>
    public TcpLink(
        string name, IPEndPoint listen, LinkGuard guard, int connectionsMax, MqttServerOptions options, EventLoop loop,
        IDeviceOwner owner)
    {
        _name = name;
        _guard = guard;
        _connectionsMax = connectionsMax;
        _options = options;
        _loop = loop;
        _owner = owner;
        LoopSlot slot = loop.Add();
        _acceptor = new TcpAcceptor(listen, slot);
        if (!_acceptor.Open())
        {
            throw new IOException($"link {name} cannot listen on {_acceptor.LastError}");
        }

        EventLoop.Start(slot, this);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => _acceptor.EndPoint!;

    /// <summary>How it is.</summary>
    public LinkStatus Status => new(_name, $"listening on {EndPoint}", _acceptor.LastError, _connections);

    /// <inheritdoc/>
    public int Poll(long now)
    {
        while (_acceptor.TryAccept(out Socket? socket))
        {
            if (_connections >= _connectionsMax || !IsAdmitted(socket))
            {
                socket.Dispose();
                continue;
            }

            LoopSlot slot = _loop.Add();
            TcpStream stream = new(socket, slot);
            MqttConnection device = new(_name, _guard, _options, stream, false, _owner);
            _connections++;
            EventLoop.Start(slot, new Connection(this, slot, device));
        }

        return _acceptor.Poll(now);
    }

    /// <summary>Takes no more connections.</summary>
    public void Dispose() => _acceptor.Dispose();

    private bool IsAdmitted(Socket socket)
    {
        try
        {
            return socket.RemoteEndPoint is IPEndPoint peer && _guard.AdmitsAddress(peer.Address);
        }
        catch (SocketException)
        {
            // Gone already.
            return false;
        }
    }

    private sealed class Connection(TcpLink link, LoopSlot slot, MqttConnection device) : ILoopTask
    {
        public int Poll(long now)
        {
            int waitMs = device.Poll(now);
            if (device.IsOver && slot.Task != null)
            {
                EventLoop.Remove(slot);
                link._connections--;
            }

            return waitMs;
        }
    }
}
