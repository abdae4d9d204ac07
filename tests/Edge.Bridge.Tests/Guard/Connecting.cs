using Edge.Bridge.Guard;
using Edge.Mqtt;
using Edge.Simulation;

namespace Edge.Bridge.Tests.Guard;

/// <summary>A real client's CONNECT before a guard, over a simulated network.</summary>
internal sealed class Connecting : ClientHandler
{
    /// <summary>Connects once and tells what the guard decided, which is what the client was told.</summary>
    public static (ConnectReturnCode Answer, TopicRules Rules, string? Why) To(LinkGuard guard, MqttClientOptions options)
    {
        long now = 0;
        Server? server = null;
        SimulatedNetwork network = new(() => now, seed: 1, delayMs: 1, socket => server = new Server(guard, socket));
        MqttClient client = new(options, network.Client(), new Connecting());
        for (; now < 1000 && server?.Answer is null; now++)
        {
            client.Poll(now);
            server?.Poll(now);
        }

        for (long end = now + 20; now < end; now++)
        {
            server!.Poll(now);
            client.Poll(now);
        }

        Assert.NotNull(server?.Answer);
        Assert.Equal(server.Answer, client.ReturnCode);
        return (server.Answer.Value, server.Rules!, server.Why);
    }

    private sealed class Server : IMqttServerHandler
    {
        private readonly LinkGuard _guard;
        private readonly MqttServerConnection _connection;

        public Server(LinkGuard guard, IByteStream stream)
        {
            _guard = guard;
            _connection = new MqttServerConnection(
                new MqttServerOptions { PacketBytesMax = 4096 }, stream, isReopening: false, this);
        }

        public ConnectReturnCode? Answer { get; private set; }

        public TopicRules? Rules { get; private set; }

        public string? Why { get; private set; }

        public void Poll(long now) => _connection.Poll(now);

        public ConnectReturnCode OnConnect(ConnectPacket connect, out SessionState? state, out bool isSessionPresent)
        {
            state = null;
            isSessionPresent = false;
            ConnectReturnCode answer = _guard.Admit(connect, out TopicRules rules, out string? why);
            (Answer, Rules, Why) = (answer, rules, why);
            return answer;
        }

        public bool OnSubscribe(TopicFilter filter, QualityOfService requested, out QualityOfService granted)
        {
            granted = requested;
            return true;
        }

        public bool OnPublishReceived(Message message) => true;

        public void OnPublishAcknowledged(int token)
        {
        }

        public void OnPublishDropped(int token)
        {
        }

        public void OnUnsubscribe(TopicFilter filter)
        {
        }

        public void OnDisconnected(DisconnectReason reason)
        {
        }
    }
}
