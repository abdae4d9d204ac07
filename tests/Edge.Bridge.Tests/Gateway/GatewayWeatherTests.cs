using Edge.Bridge.Configuration;
using Edge.Bridge.Gateway;
using Edge.Bridge.Tests.Simulation;
using Edge.MqttSn;
using Edge.Simulation;
using Edge.Testing;

namespace Edge.Bridge.Tests.Gateway;

/// <summary>Both ends of MQTT-SN against each other in bad weather, with clients that sleep and a bridge that is killed or
/// loses its power: what was acknowledged arrives, in its order for each topic, QoS 2 once.</summary>
public class GatewayWeatherTests(ITestOutputHelper output)
{
    private static readonly ulong Seeds = 300 * (ulong)LongRun.Factor;

    [Fact]
    public void Whatever_the_weather_the_promise_is_kept_both_ways_and_sleepers_get_what_waits()
    {
        int up = 0;
        int down = 0;
        int duplicates = 0;
        int sleeps = 0;
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            using World world = new(seed);
            world.Live();
            Assert.True(world.IsSettled, $"seed {seed}: two minutes after the world has healed, {world}");
            down += Arrivals.CheckBothWays(seed, world.Devices, world.Broker, ref duplicates);
            up += world.Broker.Taken.Count;
            sleeps += world.Sleeps;
        }

        output.WriteLine($"{up} messages up, {down} down, {duplicates} of QoS 1 came twice, {sleeps} sleeps");
        Assert.True(up > 15 * (int)Seeds && down > 8 * (int)Seeds, $"{up} up and {down} down is too little to prove anything");
        Assert.True(duplicates > 0, "nothing was ever sent again: the weather is too good");
        Assert.True(sleeps > (int)Seeds, $"{sleeps} sleeps are too few");
    }

    // Of a client that never reboots. Without a store a client begins with a clean CONNECT, and that is another promise.
    private sealed class EmptyStore : ISessionStore
    {
        public void Load(ISessionRecords target)
        {
            // Nothing is there.
        }

        public bool Put(int key, byte[] bytes, int offset, int count) => true;

        public void Remove(int key)
        {
            // Nobody asks for it.
        }

        public bool Flush() => true;
    }

    private sealed class World : IDisposable
    {
        private readonly VirtualClock _clock = new(1_000_000);
        private readonly SeededRandom _random;
        private readonly SimulatedNetwork _upstream;
        private readonly SimulatedBridge _bridge;
        private readonly Weather _weather;
        private readonly List<MqttSnClient> _clients = [];
        private readonly Dictionary<string, int> _commands = [];

        public World(ulong seed)
        {
            _random = new SeededRandom(seed);
            Broker = new SimulatedBroker(() => _clock.Now);
            _upstream = new SimulatedNetwork(() => _clock.Now, seed, 8, Broker.Accept);
            _bridge = new SimulatedBridge(
                () => _clock.Now, _upstream, new CustodySettings { Journal = new JournalOptions { MaxBytes = 1 << 20 } });
            _weather = new Weather(() => _clock.Now, _random, () => _bridge.Gateway);
            _bridge.WayBack = _weather.WayBack;
            _bridge.GatewayOptions = new GatewayOptions { RetryMs = 200, RetriesMax = 6 };
            _bridge.Kill();
            for (int i = 0; i < 2; i++)
            {
                MqttSnClient client = new(
                    new MqttSnClientOptions($"d{i}")
                    {
                        AnswerTimeoutMs = 200,
                        ResendsMax = 6,
                        RetryFirstMs = 50,
                        RetryMaxMs = 500,
                        CongestionWaitMs = 1000,
                        KeepAliveSeconds = 5,
                        LogBytes = 2048,
                        Store = new EmptyStore(),
                        Seed = (uint)(1 + _random.Next(1_000_000)),
                    },
                    _weather.Client());
                _clients.Add(client);
                Devices.Add(new SimulatedDevice($"d{i}", _random, client));
            }
        }

        public SimulatedBroker Broker { get; }

        public List<SimulatedDevice> Devices { get; } = [];

        public int Sleeps { get; private set; }

        public bool IsSettled => Broker.Unacknowledged == 0 && Devices.All(device => device.Unacknowledged == 0)
            && _bridge.Custody.Broker.Outbox.Count == 0
            && _bridge.Custody.Sessions.All.All(session => session.Store.Outbox.Count == 0);

        public override string ToString() =>
            $"{Broker.Unacknowledged} commands and {Devices.Sum(device => device.Unacknowledged)} messages are unacknowledged, "
            + $"{_bridge.Custody.Broker.Outbox.Count} in the journal for the broker, "
            + $"{_bridge.Custody.Sessions.All.Sum(session => session.Store.Outbox.Count)} for devices";

        public void Live()
        {
            for (int step = 0; step < 12; step++)
            {
                Run(400, isTalking: true);
                Disturb();
            }

            _upstream.IsReachable = true;
            _weather.IsCut = false;
            _weather.Percent = 2;
            _clients.ForEach(client => client.WakeUp());
            for (int i = 0; i < 240 && !IsSettled; i++)
            {
                Run(500, isTalking: false);
            }
        }

        public void Dispose() => _bridge.Dispose();

        private void Run(int milliseconds, bool isTalking)
        {
            for (int i = 0; i < milliseconds; i++)
            {
                _clock.Advance(1);
                if (isTalking && _random.Next(30) == 0)
                {
                    Talk();
                }

                _bridge.IsWriting = _random.Next(4) > 0;
                _weather.Poll();
                _bridge.Poll();
                Devices.ForEach(device => device.Poll(_clock.Now));
                Broker.Poll();
            }
        }

        private void Talk()
        {
            QualityOfService qualityOfService = (QualityOfService)(1 + _random.Next(2));
            SimulatedDevice device = Devices[_random.Next(Devices.Count)];
            if (_random.Next(3) > 0)
            {
                device.Publish(qualityOfService, paddingBytes: _random.Next(30));
            }
            else if (device.IsSubscribed)
            {
                string topic = $"site/cmd/{device.Name}/q{(int)qualityOfService}";
                int number = _commands.GetValueOrDefault(topic);
                _commands[topic] = number + 1;
                Broker.Command(topic, number, qualityOfService);
            }
        }

        private void Disturb()
        {
            MqttSnClient client = _clients[_random.Next(_clients.Count)];
            switch (_random.Next(9))
            {
                case 0:
                    _upstream.Cut();
                    break;
                case 1:
                    _upstream.IsReachable = !_upstream.IsReachable;
                    _upstream.Cut();
                    break;
                case 2:
                    _weather.IsCut = !_weather.IsCut;
                    break;
                case 3:
                    _bridge.Kill();
                    break;
                case 4:
                    _bridge.CutPower((ulong)_random.Next(1000));
                    break;
                case 5 or 6:
                    client.Sleep(2 + _random.Next(5));
                    Sleeps++;
                    break;
                case 7:
                    client.WakeUp();
                    break;
                default:
                    _weather.Percent = _random.Next(30);
                    break;
            }
        }
    }
}
