using Edge.Bridge.Configuration;
using Edge.Bridge.Gateway;
using Edge.Bridge.Tests.Simulation;
using Edge.Simulation;
using Edge.Testing;

namespace Edge.Bridge.Tests.Gateway;

/// <summary>A gateway between a broker and clients that are nothing but bytes written by hand.</summary>
internal sealed class GatewayWorld : IDisposable
{
    private readonly VirtualClock _clock = new(1_000_000);
    private readonly SimulatedNetwork _upstream;
    private readonly Dictionary<byte, GatewayClient> _clients = [];

    public GatewayWorld(LineOptions? link = null, JournalOptions? journal = null, GatewayOptions? options = null)
    {
        Broker = new MemoryBroker(() => _clock.Now);
        _upstream = new SimulatedNetwork(() => _clock.Now, 1, 5, Broker.Accept);
        CustodySettings settings = new() { Journal = journal ?? new JournalOptions() };
        Bridge = new SimulatedBridge(() => _clock.Now, _upstream, settings, link);
        Bridge.WayBack = address => _clients[address[0]];
        Options = options ?? new GatewayOptions { TakesWithoutConnection = true };
        Restart();
        Run(100);
    }

    public MemoryBroker Broker { get; }

    public SimulatedBridge Bridge { get; }

    public GatewayOptions Options { get; }

    public MqttSnGateway Gateway => Bridge.Gateway;

    /// <summary>What the broker has, as "topic=payload".</summary>
    public IEnumerable<string> Taken => Broker.Messages.Select(message => $"{message.Topic}={message.Payload}");

    /// <summary>A client at an address of its own.</summary>
    public GatewayClient Client(byte address, int messageBytesMax = 1000, bool isReliable = false) =>
        _clients[address] = new GatewayClient(this, address, messageBytesMax, isReliable);

    /// <summary>The bridge is killed and started again.</summary>
    public void Restart()
    {
        Bridge.GatewayOptions = Options;
        Bridge.Kill();
    }

    public void CutBroker(bool isReachable = false)
    {
        _upstream.IsReachable = isReachable;
        _upstream.Cut();
    }

    public void Receive(GatewayClient client, byte[] message) =>
        Gateway.Receive([client.Address], message, 0, message.Length, _clock.Now);

    public void Run(int milliseconds)
    {
        for (int i = 0; i < milliseconds; i++)
        {
            _clock.Advance(1);
            Bridge.Poll();
            Broker.Poll();
        }
    }

    public void Dispose() => Bridge.Dispose();
}
