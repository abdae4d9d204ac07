using System.Net;
using System.Net.Sockets;
using System.Text;
using Edge.Bridge.Loop;
using Edge.Mqtt;
using Edge.Transports;

namespace Edge.Bridge.Drill;

/// <summary>A broker that can be cut off at any moment and forgets nothing: what it has acknowledged is written down, and
/// sessions outlive the cut. So whatever is missing in the end was lost by somebody else.</summary>
internal sealed class RecordingBroker : IDrillUpstream, ILoopTask
{
    // More than a bridge has under way.
    private const int InboundMax = 1_000;

    // Commands under way at a time, and room for them.
    private const int InFlightMax = 64;
    private const int LogBytes = 64 * 1024;

    // Commands that wait here for a connection.
    private const int WaitingMax = 100_000;

    private static readonly TimeSpan OrderTimeout = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Flow> _incoming;
    private readonly IReadOnlyList<Flow> _outgoing;
    private readonly EventLoop _loop = new();
    private readonly LoopSlot _slot;
    private readonly TcpAcceptor _acceptor;
    private readonly Thread _thread;
    private readonly Dictionary<string, SessionState> _sessions = [];
    private readonly List<BrokerConnection> _connections = [];
    private readonly Queue<(Flow Flow, int Number)> _waiting = [];
    private readonly Lock _gate = new();
    private BrokerConnection? _current;
    private Action? _order;
    private TaskCompletionSource? _obeyed;
    private volatile bool _isSubscribed;

    /// <param name="port">Where it listens on loopback.</param>
    /// <param name="incoming">What arrives here.</param>
    /// <param name="outgoing">What is published here, for whoever is subscribed.</param>
    /// <exception cref="IOException">It cannot listen there.</exception>
    public RecordingBroker(int port, IReadOnlyList<Flow> incoming, IReadOnlyList<Flow> outgoing)
    {
        Port = port;
        _incoming = incoming.ToDictionary(flow => flow.Topic.ToString());
        _outgoing = outgoing;
        _slot = _loop.Add();
        _acceptor = new TcpAcceptor(new IPEndPoint(IPAddress.Loopback, port), _slot);
        Listen();
        EventLoop.Start(_slot, this);
        _thread = new Thread(_loop.Run) { IsBackground = true, Name = "broker" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public int Port { get; }

    /// <inheritdoc/>
    public bool IsSubscribed => _isSubscribed;

    /// <inheritdoc/>
    public bool TryPublish(Flow flow)
    {
        lock (_gate)
        {
            if (_waiting.Count >= WaitingMax)
            {
                return false;
            }

            _waiting.Enqueue((flow, flow.Published));
            flow.Publish();
        }

        _slot.Wake();
        return true;
    }

    /// <inheritdoc/>
    public void Cut() => Order(() =>
    {
        _acceptor.Close();
        foreach (BrokerConnection connection in _connections.ToArray())
        {
            connection.Break();
        }

        _connections.Clear();
        _current = null;
    });

    /// <inheritdoc/>
    public void Restore() => Order(Listen);

    /// <inheritdoc/>
    public int Poll(long now)
    {
        if (Interlocked.Exchange(ref _order, null) is { } order)
        {
            try
            {
                order();
                _obeyed!.SetResult();
            }
            catch (IOException failure)
            {
                _obeyed!.SetException(failure);
            }
        }

        while (_acceptor.TryAccept(out Socket? socket))
        {
            // Closing it is a reset then, as when the broker is killed: what is under way is lost.
            socket.LingerState = new LingerOption(true, 0);
            LoopSlot slot = _loop.Add();
            BrokerConnection connection = new(this, new TcpStream(socket, slot), slot);
            _connections.Add(connection);
            EventLoop.Start(slot, connection);
        }

        Pump();
        return _acceptor.Poll(now);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Cut();
        _loop.Stop();
        _thread.Join();
        _acceptor.Dispose();
    }

    /// <summary>A client has come: its session goes on where it was.</summary>
    internal bool Connected(BrokerConnection connection, ConnectPacket connect, out SessionState state)
    {
        string clientId = Encoding.UTF8.GetString(connect.Buffer, connect.ClientIdOffset, connect.ClientIdLength);
        // 3.1.4-2: the newcomer is the same client.
        _current?.Close();
        _current = connection;
        bool isPresent = _sessions.TryGetValue(clientId, out SessionState? kept);
        state = kept ?? new SessionState(LogBytes, InFlightMax, InboundMax, WhenFull.Refuse, null, false);
        _sessions[clientId] = state;
        // What has waited here goes on, also when nothing is under way whose acknowledgement would say so.
        _slot.Wake();
        return isPresent;
    }

    /// <summary>A client has subscribed.</summary>
    internal void Subscribed()
    {
        _isSubscribed = true;
        _slot.Wake();
    }

    /// <summary>A connection has ended by itself.</summary>
    internal void Gone(BrokerConnection connection)
    {
        _connections.Remove(connection);
        _current = _current == connection ? null : _current;
    }

    /// <summary>A message is acknowledged when this returns.</summary>
    internal void Record(Message message)
    {
        string topic = Encoding.UTF8.GetString(message.TopicBuffer, message.TopicOffset, message.TopicLength);
        if (_incoming.TryGetValue(topic, out Flow? flow))
        {
            flow.Arrive(message.PayloadBuffer.AsSpan(message.PayloadOffset, message.PayloadLength));
        }
    }

    /// <summary>A command was acknowledged: there may be room for more.</summary>
    internal void Acknowledged(int token)
    {
        Flow.Of(token, _outgoing).Acknowledge(token);
        _slot.Wake();
    }

    private void Pump()
    {
        lock (_gate)
        {
            while (_isSubscribed && _current is { IsConnected: true } current && _waiting.TryPeek(out (Flow Flow, int Number) next)
                && current.Publish(next.Flow, next.Number))
            {
                _waiting.Dequeue();
            }
        }
    }

    private void Listen()
    {
        if (!_acceptor.Open())
        {
            throw new IOException($"the broker of the drill cannot listen on {_acceptor.LastError}");
        }
    }

    // Carried out on the loop's thread, before this returns.
    private void Order(Action order)
    {
        TaskCompletionSource obeyed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _obeyed = obeyed;
        Volatile.Write(ref _order, order);
        _slot.Wake();
        obeyed.Task.WaitAsync(OrderTimeout).GetAwaiter().GetResult();
    }
}
