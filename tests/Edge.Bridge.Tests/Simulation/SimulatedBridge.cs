using Edge.Bridge.Configuration;
using Edge.Bridge.Gateway;
using Edge.Bridge.Guard;
using Edge.Bridge.Journals;
using Edge.Bridge.Loop;
using Edge.Bridge.Sessions;
using Edge.Bridge.Uplinks;
using Edge.Mqtt;
using Edge.Simulation;
using Edge.Testing.Disks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Bridge.Tests.Simulation;

/// <summary>The bridge between two simulated networks, with its journal on a simulated disk, in one thread. It can die at any
/// moment, and another one takes its place on what the disk then holds.</summary>
internal sealed class SimulatedBridge : IDisposable
{
    private const string JournalPath = "edge.db";
    private const int PacketBytesMax = 100_000;

    private readonly Func<long> _clock;
    private readonly SimulatedNetwork _upstream;
    private readonly CustodySettings _settings;
    private readonly LinkGuard _guard;
    private readonly List<MqttConnection> _connections = [];
    private EventLoop _loop = null!;
    private SimulatedSocket? _uplinkSocket;
    private Uplink _uplink = null!;
    private JournalWriter _writer = null!;

    public SimulatedBridge(Func<long> clock, SimulatedNetwork upstream, CustodySettings settings, LineOptions? link = null)
    {
        _guard = new LinkGuard(link ?? new LineOptions());
        _clock = clock;
        _upstream = upstream;
        _settings = settings;
        Disk = new SimulatedDisk(1);
        Start();
    }

    public SimulatedDisk Disk { get; private set; }

    public Journal Journal { get; private set; } = null!;

    public Custody Custody { get; private set; } = null!;

    /// <summary>Its MQTT-SN clients.</summary>
    public MqttSnGateway Gateway { get; private set; } = null!;

    /// <summary>The way to MQTT-SN clients.</summary>
    public WayBack? WayBack { get; set; }

    /// <summary>What MQTT-SN clients may take, from the next start on.</summary>
    public GatewayOptions GatewayOptions { get; set; } = new();

    public bool IsUplinkConnected => _uplink.IsConnected;

    /// <summary>Free bytes of the disk, as the bridge sees them.</summary>
    public long FreeBytes { get; set; } = long.MaxValue;

    /// <summary>False while the disk does not come round to writing.</summary>
    public bool IsWriting { get; set; } = true;

    /// <summary>A device has reached the bridge's listener.</summary>
    public void Accept(IByteStream stream) =>
        _connections.Add(new MqttConnection("lan", _guard, Options(), stream, false, Custody));

    /// <summary>The process is killed, and another one starts.</summary>
    public void Kill() => StartOn(Disk.AfterKill());

    /// <summary>The power goes out, and comes back.</summary>
    public void CutPower(ulong seed) => StartOn(Disk.AfterPowerCut(seed));

    /// <summary>One millisecond's work.</summary>
    public void Poll()
    {
        long now = _clock();
        _uplink.Poll(now);
        if (IsWriting)
        {
            _writer.WriteOnce();
        }

        Journal.Poll(now);
        Custody.Poll(now);
        foreach (MqttConnection connection in _connections.ToArray())
        {
            connection.Poll(now);
        }

        _loop.RunOnce(now);
        _connections.RemoveAll(connection => connection.IsOver);
    }

    public void Dispose()
    {
        _writer.Dispose();
        Disk.Dispose();
    }

    private void StartOn(SimulatedDisk disk)
    {
        _writer.Dispose();
        Disk.Dispose();
        Disk = disk;
        _uplinkSocket!.Close();
        Start();
    }

    private void Start()
    {
        _connections.Clear();
        _writer = new JournalWriter(new JournalFile(JournalPath, Disk.VfsName));
        Journal = new Journal(_writer, _settings.Journal, () => FreeBytes, new NoWakeup(), NullLogger.Instance);
        Custody = new Custody(Journal, _settings, _clock, NullLogger.Instance);
        _uplinkSocket = _upstream.Client();
        _uplink = new Uplink(
            new UplinkOptions { Prefix = "site/", InFlight = _settings.InFlight }, PacketBytesMax, _uplinkSocket, () => null,
            Custody.Broker, Custody, NullLogger.Instance);
        Custody.Attach(_uplink);
        _loop = new EventLoop();
        Gateway = new MqttSnGateway("radio", _guard, GatewayOptions, _loop, Custody, address => WayBack!(address));
    }

    private MqttServerOptions Options() => new()
    {
        ReceiveBytes = 512,
        PacketBytesMax = PacketBytesMax,
        SendBytes = 1024,
        LogBytes = 4096,
        InFlightMax = _settings.DeviceInFlight,
    };

    private sealed class NoWakeup : IWakeup
    {
        public void Wake()
        {
            // Everything is polled every millisecond.
        }
    }
}
