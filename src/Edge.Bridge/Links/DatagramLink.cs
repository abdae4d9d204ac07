using System.Net;
using Edge.Bridge.Gateway;
using Edge.Bridge.Guard;
using Edge.Bridge.Loop;
using Edge.Bridge.Sessions;
using Edge.Bridge.Status;
using Edge.Transports;

namespace Edge.Bridge.Links;

/// <summary>Takes UDP datagrams of devices that speak MQTT-SN.</summary>
internal sealed class DatagramLink : ILoopTask, IDisposable
{
    // Then it is the others' turn.
    private const int DatagramsMax = 64;

    private readonly string _name;
    private readonly LinkGuard _guard;
    private readonly UdpListener _listener;
    private readonly MqttSnGateway _gateway;
    private readonly byte[] _buffer = new byte[UdpListener.DatagramBytesMax];
    private readonly SocketAddress _from;
    private readonly IPEndPoint _format;

    /// <param name="name">Its name in the configuration.</param>
    /// <param name="listen">Where to listen.</param>
    /// <param name="guard">Says who is let in.</param>
    /// <param name="options">What devices may take.</param>
    /// <param name="loop">Runs the link and its devices.</param>
    /// <param name="owner">Decides and is told.</param>
    /// <exception cref="IOException">It cannot listen there.</exception>
    public DatagramLink(
        string name, IPEndPoint listen, LinkGuard guard, GatewayOptions options, EventLoop loop, IDeviceOwner owner)
    {
        _name = name;
        _guard = guard;
        _format = listen;
        LoopSlot slot = loop.Add();
        _listener = new UdpListener(listen, slot);
        if (!_listener.Open())
        {
            throw new IOException($"link {name} cannot listen on {_listener.LastError}");
        }

        _from = _listener.CreateAddress();
        _gateway = new MqttSnGateway(name, guard, options, loop, owner, address => new Port(this, address));
        EventLoop.Start(slot, this);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => _listener.EndPoint!;

    /// <summary>How it is.</summary>
    public LinkStatus Status => new(_name, $"listening on {EndPoint}", _listener.LastError, _gateway.Count);

    /// <inheritdoc/>
    public int Poll(long now)
    {
        for (int i = 0; i < DatagramsMax; i++)
        {
            if (!_listener.TryReceive(_buffer, _from, out int count))
            {
                return Deadline.Idle;
            }

            if (count > 0 && IsAdmitted())
            {
                _gateway.Receive(_from.Buffer.Span[.._from.Size], _buffer, 0, count, now);
            }
        }

        return 0;
    }

    /// <summary>Takes nothing more.</summary>
    public void Dispose() => _listener.Dispose();

    private bool IsAdmitted() =>
        !_guard.HasNetworks || _guard.AdmitsAddress(((IPEndPoint)_format.Create(_from)).Address);

    private sealed class Port : IClientPort
    {
        private readonly DatagramLink _link;
        private readonly SocketAddress _to;

        public Port(DatagramLink link, ReadOnlySpan<byte> address)
        {
            _link = link;
            _to = new SocketAddress(link._from.Family, address.Length);
            address.CopyTo(_to.Buffer.Span);
        }

        public int MessageBytesMax => UdpListener.DatagramBytesMax;

        public bool IsReliable => false;

        public bool Send(byte[] buffer, int offset, int count)
        {
            // A datagram may be lost anywhere; here is no worse than elsewhere.
            _link._listener.Send(buffer, offset, count, _to);
            return true;
        }
    }
}
