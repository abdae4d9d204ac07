using System.Text;
using Edge.Bridge.Configuration;
using Edge.Bridge.Journals;
using Edge.Bridge.Sessions;
using Edge.Bridge.Uplinks;
using Edge.Mqtt;
using Edge.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Bridge.Tests.Simulation;

/// <summary>Devices and a broker around the bridge's custody, on simulated networks, in one thread.</summary>
internal sealed class CustodyWorld : IDisposable
{
    private readonly VirtualClock _clock = new(1_000_000);
    private readonly SimulatedNetwork _upstream;
    private readonly SimulatedNetwork _downstream;
    private readonly Uplink _uplink;
    private readonly JournalWriter _writer;
    private readonly List<DeviceConnection> _sessions = [];
    private readonly List<Client> _clients = [];

    public CustodyWorld(int clientsMax = 10, JournalOptions? journal = null)
    {
        Broker = new RecordingBroker(() => _clock.Now);
        _upstream = new SimulatedNetwork(() => _clock.Now, 1, 5, Broker.Accept);
        _writer = new JournalWriter(new JournalFile(":memory:"));
        CustodySettings settings = new() { ClientsMax = clientsMax, Journal = journal ?? new JournalOptions { ReserveBytes = 0 } };
        Journal = new Journal(_writer, settings.Journal, () => long.MaxValue, new NoWakeup(), NullLogger.Instance);
        Custody = new Custody(Journal, settings, () => _clock.Now, NullLogger.Instance);
        _uplink = new Uplink(
            new UplinkPlan("broker", "edge") { Prefix = "site/" }, _upstream.Client(), () => null, Custody.Broker, Custody,
            NullLogger.Instance);
        Custody.Attach(_uplink);
        _downstream = new SimulatedNetwork(
            () => _clock.Now,
            2,
            5,
            socket => _sessions.Add(new DeviceConnection("lan", new MqttServerOptions(), socket, false, Custody)));
        Run(100);
    }

    public RecordingBroker Broker { get; }

    public Custody Custody { get; }

    public Journal Journal { get; }

    /// <summary>False while the disk does not come round to writing.</summary>
    public bool IsWriting { get; set; } = true;

    public void Dispose() => _writer.Dispose();

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

    /// <summary>Cuts the bridge off its broker, which does not come back.</summary>
    public void CutBroker()
    {
        _upstream.IsReachable = false;
        _upstream.Cut();
    }

    public void Run(int milliseconds)
    {
        for (int i = 0; i < milliseconds; i++)
        {
            _clock.Advance(1);
            _uplink.Poll(_clock.Now);
            if (IsWriting)
            {
                _writer.WriteOnce();
            }

            Journal.Poll(_clock.Now);
            Custody.Poll(_clock.Now);
            foreach (DeviceConnection session in _sessions.ToArray())
            {
                session.Poll(_clock.Now);
            }

            foreach (Client client in _clients)
            {
                client.Mqtt.Poll(_clock.Now);
            }

            Broker.Poll();
        }
    }

    private sealed class NoWakeup : IWakeup
    {
        public void Wake()
        {
            // Everything is polled every millisecond.
        }
    }

    /// <summary>A device that writes down what it gets, as "topic=payload q1".</summary>
    internal sealed class Client : MqttHandler
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

        public override bool OnPublishReceived(PublishPacket publish)
        {
            string topic = Encoding.UTF8.GetString(publish.Buffer, publish.TopicOffset, publish.TopicLength);
            string payload = Encoding.UTF8.GetString(publish.Buffer, publish.PayloadOffset, publish.PayloadLength);
            Received.Add($"{topic}={payload} q{(int)publish.QualityOfService}");
            _deliveries.Add(publish.Delivery);
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
