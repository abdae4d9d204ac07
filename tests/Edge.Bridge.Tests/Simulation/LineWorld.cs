using System.Globalization;
using Edge.Bridge.Configuration;
using Edge.Link;
using Edge.Simulation;
using Edge.Testing.Disks;

namespace Edge.Bridge.Tests.Simulation;

/// <summary>Devices on one raw line, full duplex with one or half duplex with several, the bridge, a network and a broker
/// that sends commands, in one thread under one clock and one seed.</summary>
internal sealed class LineWorld : IDisposable
{
    private readonly VirtualClock _clock = new(1_000_000);
    private readonly LineOptions _line;
    private readonly SeededRandom _random;
    private readonly List<(SimulatedDevice Device, LinkEndpoint Link)> _devices = [];
    private readonly Dictionary<string, int> _commands = [];

    /// <param name="seed">Names the run.</param>
    /// <param name="line">What the bridge is configured for; the simulated line is the same.</param>
    /// <param name="bitErrorRate">Of the line.</param>
    /// <param name="dead">Stations where nobody is.</param>
    /// <param name="services">What the devices say they speak.</param>
    /// <param name="keepAliveSeconds">Of the devices.</param>
    public LineWorld(
        ulong seed, LineOptions line, double bitErrorRate = 0, int[]? dead = null,
        int services = LinkServices.MqttStream, int keepAliveSeconds = 60)
    {
        _line = line;
        _random = new SeededRandom(seed);
        Broker = new SimulatedBroker(() => _clock.Now);
        SimulatedNetwork network = new(() => _clock.Now, seed, 8, Broker.Accept);
        LineSettings settings = new()
        {
            BitRate = line.Baud,
            BitErrorRate = bitErrorRate,
            TurnaroundMs = line.TurnaroundMs,
        };
        IReadOnlyList<SimulatedLineEnd> ends = Ends(seed, settings);
        for (int i = 0; i < line.Stations.Count; i++)
        {
            if (dead?.Contains(line.Stations[i]) != true)
            {
                Add(line.Stations[i], ends[i + 1], (uint)seed * 100, services, keepAliveSeconds);
            }
        }

        Bridge = new LoopedBridge(
            () => _clock.Now, _random, network, line, ends[0], new SimulatedDisk(seed), Log);
    }

    public ListLogger Log { get; } = new();

    public SimulatedBroker Broker { get; }

    public LoopedBridge Bridge { get; }

    public long Now => _clock.Now;

    public IEnumerable<SimulatedDevice> Devices => _devices.Select(d => d.Device);

    public LinkEndpoint LinkOf(int index) => _devices[index].Link;

    /// <summary>Everything has arrived, and nobody waits for anything.</summary>
    public bool IsSettled => Broker.Unacknowledged == 0 && Devices.All(device => device.Unacknowledged == 0)
        && Bridge.Custody.Broker.Outbox.Count == 0
        && Bridge.Custody.Sessions.All.All(session => session.Store.Outbox.Count == 0);

    public void Dispose() => Bridge.Dispose();

    /// <summary>Lets time pass until something holds.</summary>
    /// <returns>False when the time was over.</returns>
    public bool Run(int milliseconds, Func<bool>? until = null, Action? act = null)
    {
        long end = _clock.Now + milliseconds;
        while (_clock.Now < end)
        {
            act?.Invoke();
            int waitMs = Bridge.Poll();
            foreach ((SimulatedDevice device, _) in _devices)
            {
                waitMs = Deadline.Earlier(waitMs, device.Poll(_clock.Now));
            }

            Broker.Poll();
            if (until?.Invoke() == true)
            {
                return true;
            }

            _clock.Advance(Math.Clamp(waitMs, 1, 20));
        }

        return false;
    }

    /// <summary>Once a device is subscribed, the broker sends it the next command of this quality of service.</summary>
    public void Command(SimulatedDevice device, QualityOfService qualityOfService, int paddingBytes = 0)
    {
        string topic = string.Create(
            CultureInfo.InvariantCulture, $"site/cmd/{device.Name}/q{(int)qualityOfService}");
        int number = _commands.GetValueOrDefault(topic);
        _commands[topic] = number + 1;
        Broker.Command(topic, number, qualityOfService, paddingBytes);
    }

    /// <summary>Now and then a device publishes, or gets a command.</summary>
    public void Talk(int oneIn)
    {
        foreach ((SimulatedDevice device, _) in _devices)
        {
            QualityOfService qualityOfService = (QualityOfService)(1 + _random.Next(2));
            if (_random.Next(oneIn) == 0)
            {
                device.Publish(qualityOfService);
            }
            else if (device.IsSubscribed && _random.Next(oneIn) == 0)
            {
                Command(device, qualityOfService);
            }
        }
    }

    private IReadOnlyList<SimulatedLineEnd> Ends(ulong seed, LineSettings settings)
    {
        if (_line.Duplex == LineDuplex.Half)
        {
            return new SimulatedBus(() => _clock.Now, seed, _line.Stations.Count + 1, settings).Ends;
        }

        SimulatedLine line = new(() => _clock.Now, seed, settings with { TurnaroundMs = 0 });
        return [line.First, line.Second];
    }

    private void Add(int station, SimulatedLineEnd end, uint bootIds, int services, int keepAliveSeconds)
    {
        LinkEndpoint link = new(end, new LinkOptions
        {
            Station = station,
            IsHalfDuplex = _line.Duplex == LineDuplex.Half,
            TurnaroundMs = _line.TurnaroundMs,
            BitRate = _line.Baud,
            FrameBytesMax = _line.FrameBytesMax,
            Window = _line.WindowFrames,
            Services = services,
            BootId = bootIds + (uint)station + 1,
            Seed = bootIds + (uint)station + 1,
        });
        SimulatedDevice device = new(
            $"d{station}", new LinkStream(link, isInitiator: true), _random, keepAliveSeconds);
        _devices.Add((device, link));
    }
}
