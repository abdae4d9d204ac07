using Edge.Bridge.Configuration;
using Edge.Simulation;

namespace Edge.Bridge.Tests.Simulation;

/// <summary>Devices, networks, bridge, disk and broker in one thread under one seed, in which everything fails at one time or
/// another.</summary>
internal sealed class BridgeWorld : IDisposable
{
    private readonly VirtualClock _clock = new(1_000_000);
    private readonly SimulatedNetwork _upstream;
    private readonly SimulatedNetwork _downstream;
    private readonly SimulatedBridge _bridge;
    private readonly SeededRandom _random;
    private readonly Dictionary<string, int> _commands = [];
    private int _writeIn;
    private int _diskDue;

    public BridgeWorld(ulong seed)
    {
        _random = new SeededRandom(seed);
        Broker = new SimulatedBroker(() => _clock.Now);
        _upstream = new SimulatedNetwork(() => _clock.Now, seed, 8, Broker.Accept);
        _bridge = new SimulatedBridge(() => _clock.Now, _upstream, new CustodySettings
        {
            InFlight = 1 + _random.Next(20),
            DeviceInFlight = 1 + _random.Next(8),
            // Small enough to be full now and then.
            Journal = new JournalOptions { MaxBytes = 65_536 },
        });
        _downstream = new SimulatedNetwork(() => _clock.Now, seed + 1, 8, _bridge.Accept);
        for (int i = 0; i < 3; i++)
        {
            Devices.Add(new SimulatedDevice($"d{i}", _downstream.Client(), _random));
        }
    }

    public SimulatedBroker Broker { get; }

    public List<SimulatedDevice> Devices { get; } = [];

    public SimulatedBridge Bridge => _bridge;

    /// <summary>Everything has arrived, and nobody waits for anything.</summary>
    public bool IsSettled => Broker.Unacknowledged == 0 && Devices.All(device => device.Unacknowledged == 0)
        && _bridge.Custody.Broker.Outbox.Count == 0
        && _bridge.Custody.Sessions.All.All(session => session.Store.Outbox.Count == 0);

    public void Dispose() => _bridge.Dispose();

    /// <summary>Lets time pass, in which everybody talks.</summary>
    public void Run(int milliseconds, bool isTalking)
    {
        for (int i = 0; i < milliseconds; i++)
        {
            _clock.Advance(1);
            if (isTalking && _random.Next(20) == 0)
            {
                Talk();
            }

            _bridge.IsWriting = _writeIn-- <= 0;
            if (_bridge.IsWriting)
            {
                _writeIn = _random.Next(12);
            }

            if (_diskDue > 0 && --_diskDue == 0)
            {
                MendDisk();
            }

            _bridge.Poll();
            Devices.ForEach(device => device.Poll(_clock.Now));
            Broker.Poll();
        }
    }

    /// <summary>One thing fails, or is mended.</summary>
    public void Disturb()
    {
        switch (_random.Next(12))
        {
            case 0:
                _upstream.Cut();
                break;
            case 1:
                _downstream.Cut();
                break;
            case 2:
                _upstream.IsReachable = false;
                _upstream.Cut();
                break;
            case 3:
                _downstream.IsReachable = false;
                _downstream.Cut();
                break;
            case 4 or 5:
                _upstream.IsReachable = true;
                _downstream.IsReachable = true;
                break;
            case 6 or 7:
                // A bridge does not start on a disk that fails.
                MendDisk();
                _bridge.Kill();
                _downstream.Cut();
                break;
            case 8 or 9:
                CutPower();
                break;
            case 10:
                _bridge.Disk.CapacityBytes = 4096 * (10 + _random.Next(40));
                _diskDue = 1 + _random.Next(3000);
                break;
            default:
                _bridge.Disk.FailsSync = true;
                _diskDue = 1 + _random.Next(1500);
                break;
        }
    }

    /// <summary>Everything works again.</summary>
    public void Heal()
    {
        _upstream.IsReachable = true;
        _downstream.IsReachable = true;
        MendDisk();
    }

    private void Talk()
    {
        QualityOfService qualityOfService = (QualityOfService)(1 + _random.Next(2));
        SimulatedDevice device = Devices[_random.Next(Devices.Count)];
        if (_random.Next(3) > 0)
        {
            device.Publish(qualityOfService);
        }
        else if (device.IsSubscribed)
        {
            string topic = $"site/cmd/{device.Name}/q{(int)qualityOfService}";
            int number = _commands.GetValueOrDefault(topic);
            _commands[topic] = number + 1;
            Broker.Command(topic, number, qualityOfService);
        }
    }

    // In the middle of whatever the disk is doing.
    private void CutPower()
    {
        MendDisk();
        _bridge.Disk.StopAfterOperation = _bridge.Disk.Operations + 1 + _random.Next(30);
        for (int i = 0; i < 300 && !_bridge.Disk.IsStopped; i++)
        {
            Run(1, isTalking: true);
        }

        _bridge.CutPower((ulong)_random.Next(int.MaxValue));
        _downstream.Cut();
    }

    private void MendDisk()
    {
        _bridge.Disk.CapacityBytes = null;
        _bridge.Disk.FailsSync = false;
        _diskDue = 0;
    }
}
