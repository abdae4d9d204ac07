using System.Text;
using Edge.Bridge.Configuration;
using Edge.Bridge.Journals;
using Edge.Mqtt;
using Edge.Simulation;
using Edge.Testing;

namespace Edge.Bridge.Tests.Simulation;

/// <summary>Devices and a broker around the bridge's custody, on simulated networks, in one thread.</summary>
internal sealed class CustodyWorld : IDisposable
{
    private readonly VirtualClock _clock = new(1_000_000);
    private readonly SimulatedNetwork _upstream;
    private readonly SimulatedNetwork _downstream;
    private readonly List<Client> _clients = [];

    public CustodyWorld(int clientsMax = 10, JournalOptions? journal = null, LineOptions? link = null)
    {
        Broker = new MemoryBroker(() => _clock.Now);
        _upstream = new SimulatedNetwork(() => _clock.Now, 1, 5, Broker.Accept);
        CustodySettings settings = new() { ClientsMax = clientsMax, Journal = journal ?? new JournalOptions() };
        Bridge = new SimulatedBridge(() => _clock.Now, _upstream, settings, link);
        _downstream = new SimulatedNetwork(() => _clock.Now, 2, 5, Bridge.Accept);
        Run(100);
    }

    public MemoryBroker Broker { get; }

    public SimulatedBridge Bridge { get; }

    public Custody Custody => Bridge.Custody;

    public Journal Journal => Bridge.Journal;

    public void Dispose() => Bridge.Dispose();

    /// <summary>A device that subscribes to a filter and has connected.</summary>
    public Client Connect(string id, string? filter, QualityOfService qualityOfService, Will? will = null)
    {
        Client client = new(id, filter, qualityOfService, will, _downstream.Client());
        _clients.Add(client);
        Run(200);
        return client;
    }

    /// <summary>Cuts every device off.</summary>
    public void CutDevices(bool isReachable)
    {
        _downstream.IsReachable = isReachable;
        _downstream.Cut();
    }

    /// <summary>The device hangs, and its connection stays half open.</summary>
    public void Freeze(Client client) => _clients.Remove(client);

    /// <summary>Sends these bytes, in hex, on a new connection of a device.</summary>
    public void Send(string hex)
    {
        SimulatedSocket socket = _downstream.Client();
        socket.Open(_clock.Now);
        byte[] bytes = Convert.FromHexString(hex);
        for (int sent = 0; sent < bytes.Length;)
        {
            sent += socket.Write(bytes, sent, bytes.Length - sent);
        }
    }

    /// <summary>Cuts the bridge off its broker.</summary>
    public void CutBroker(bool isReachable = false)
    {
        _upstream.IsReachable = isReachable;
        _upstream.Cut();
    }

    /// <summary>The broker can be reached again.</summary>
    public void RestoreBroker() => _upstream.IsReachable = true;

    /// <summary>The bridge is killed and started again.</summary>
    public void KillBridge()
    {
        Bridge.Kill();
        _downstream.Cut();
    }

    public void Run(int milliseconds)
    {
        for (int i = 0; i < milliseconds; i++)
        {
            _clock.Advance(1);
            Bridge.Poll();
            foreach (Client client in _clients)
            {
                client.Mqtt.Poll(_clock.Now);
            }

            Broker.Poll();
        }
    }

    /// <summary>A device that writes down what it gets, as "topic=payload q1".</summary>
    internal sealed class Client : ClientHandler
    {
        private readonly List<int> _deliveries = [];

        public Client(string id, string? filter, QualityOfService qualityOfService, Will? will, IByteStream stream)
        {
            Mqtt = new MqttClient(
                new MqttClientOptions(id) { RetryFirstMs = 50, RetryMaxMs = 100, ReceiveBytes = 2048, Will = will }, stream, this);
            if (filter != null)
            {
                Mqtt.Subscribe(new TopicFilter(filter), qualityOfService);
            }
        }

        public MqttClient Mqtt { get; }

        public List<string> Received { get; } = [];

        public bool AcknowledgesAtOnce { get; set; } = true;

        /// <summary>Subscriptions that the bridge refused.</summary>
        public int Refused { get; private set; }

        public void AcknowledgeAll() => _deliveries.ForEach(Mqtt.Acknowledge);

        /// <summary>Whether the bridge had its session, at each connection.</summary>
        public List<bool> SessionsPresent { get; } = [];

        public override void OnConnected(bool isSessionPresent) => SessionsPresent.Add(isSessionPresent);

        public override bool OnPublishReceived(Message message)
        {
            string topic = Encoding.UTF8.GetString(message.TopicBuffer, message.TopicOffset, message.TopicLength);
            string payload = Encoding.UTF8.GetString(message.PayloadBuffer, message.PayloadOffset, message.PayloadLength);
            Received.Add($"{topic}={payload} q{(int)message.QualityOfService}");
            _deliveries.Add(message.Delivery);
            return AcknowledgesAtOnce;
        }

        /// <summary>Subscriptions that the bridge granted.</summary>
        public int Granted { get; private set; }

        public override void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted)
        {
            Refused += isGranted ? 0 : 1;
            Granted += isGranted ? 1 : 0;
        }
    }
}
