using System.Net;
using Edge.Bridge.Loop;
using Edge.Mqtt;
using Edge.Transports;

namespace Edge.Benchmarks.Bridges;

/// <summary>A client on the driver's loop, one of many on one thread. Everything but <see cref="Wake"/> is the loop's
/// thread's.</summary>
internal abstract class LoopClient : ClientHandler, ILoopTask
{
    private readonly LoopSlot _slot;
    private CountdownEvent? _stopped;

    /// <param name="loop">Runs it.</param>
    /// <param name="port">Of the server, on loopback.</param>
    /// <param name="options">Who it is and what it may use.</param>
    protected LoopClient(EventLoop loop, int port, MqttClientOptions options)
    {
        _slot = loop.Add();
        Stream = new TcpStream([new DnsEndPoint(IPAddress.Loopback.ToString(), port)], _slot);
        Client = new MqttClient(options, Stream, this);
    }

    /// <summary>The client itself.</summary>
    protected MqttClient Client { get; }

    private TcpStream Stream { get; }

    /// <summary>Begins to connect. Any thread.</summary>
    public void Start() => EventLoop.Start(_slot, this);

    /// <summary>Polls it soon. Any thread.</summary>
    public void Wake() => _slot.Wake();

    /// <summary>Says goodbye. Any thread.</summary>
    /// <param name="stopped">Signalled when it has.</param>
    public void Stop(CountdownEvent stopped)
    {
        _stopped = stopped;
        Client.Disconnect();
    }

    /// <inheritdoc/>
    public int Poll(long now)
    {
        int ownMs = BeforePoll(now);
        int waitMs = Client.Poll(now);
        if (Client.IsStopped)
        {
            EventLoop.Remove(_slot);
            Stream.Dispose();
            _stopped?.Signal();
        }

        return Deadline.Earlier(waitMs, ownMs);
    }

    /// <inheritdoc/>
    public override void OnDisconnected(DisconnectReason reason)
    {
        if (reason != DisconnectReason.Requested)
        {
            // Whatever was measured so far is worth nothing.
            Console.Error.WriteLine($"disconnected: {reason} {Client.Session.LastHandlerFailure}");
            Environment.Exit(1);
        }
    }

    /// <summary>The loop is about to poll the client.</summary>
    /// <returns>Milliseconds until it wants to be called again, or <see cref="Deadline.Idle"/>.</returns>
    protected virtual int BeforePoll(long now) => Deadline.Idle;
}
