using System.Diagnostics;

namespace Edge.Bridge.Drill;

/// <summary>Everything that a drill is made of: a broker, the bridge in a process of its own, a sensor that publishes up and
/// an actuator that commands go down to, each with QoS 1 and 2.</summary>
internal sealed class DrillWorld : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    private const int LookMs = 10;

    private DrillWorld(DrillFlows flows, IDrillUpstream upstream, DrilledBridge bridge, int listen)
    {
        Flows = flows;
        Upstream = upstream;
        Bridge = bridge;
        bridge.Start();
        Sensor = new NumberedClient("drill-sensor", listen, flows.Up, []);
        Actuator = new NumberedClient("drill-actuator", listen, [], flows.Down);
    }

    /// <summary>The messages.</summary>
    public DrillFlows Flows { get; }

    /// <summary>The broker.</summary>
    public IDrillUpstream Upstream { get; }

    /// <summary>The bridge.</summary>
    public DrilledBridge Bridge { get; }

    /// <summary>The device that publishes.</summary>
    public NumberedClient Sensor { get; }

    /// <summary>The device that gets commands.</summary>
    public NumberedClient Actuator { get; }

    /// <summary>Starts everything; returns when every session is there and everybody is subscribed.</summary>
    /// <param name="command">How the bridge is started; see <see cref="DrilledBridge.Self"/>.</param>
    /// <param name="upstream">Makes the broker.</param>
    /// <param name="journal">See <see cref="DrilledBridge"/>.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <exception cref="IOException">Something does not start.</exception>
    /// <exception cref="TimeoutException">Somebody does not get connected.</exception>
    public static DrillWorld Start(
        string[] command, Func<DrillFlows, IDrillUpstream> upstream, string journal = "", CancellationToken cancellation = default)
    {
        DrillFlows flows = new();
        IDrillUpstream broker = upstream(flows);
        int listen = LoopbackPort.Free();
        DrilledBridge? bridge = null;
        DrillWorld? world = null;
        try
        {
            bridge = new DrilledBridge(command, listen, broker.Port, journal);
            world = new DrillWorld(flows, broker, bridge, listen);
            world.WaitFor(
                () => world.Sensor.IsConnected && world.Actuator.IsSubscribed && broker.IsSubscribed, ConnectTimeout, cancellation);
            return world;
        }
        catch
        {
            if (world != null)
            {
                world.Dispose();
            }
            else
            {
                bridge?.Dispose();
                broker.Dispose();
            }

            throw;
        }
    }

    /// <summary>Publishes so many messages of each flow at a rate.</summary>
    /// <param name="count">Messages of each flow.</param>
    /// <param name="rate">Messages of each flow in a second.</param>
    public Pace Publish(int count, double rate) => new(
        count,
        rate,
        [.. Flows.Up.Select(flow => (flow, (INumberPublisher)Sensor)), .. Flows.Down.Select(flow => (flow, (INumberPublisher)Upstream))]);

    /// <summary>Waits for something to become true.</summary>
    /// <exception cref="TimeoutException">It did not; the message holds what the bridge said.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public void WaitFor(Func<bool> condition, TimeSpan timeout, CancellationToken cancellation = default)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > timeout)
            {
                throw new TimeoutException("the bridge did not get there in time; it said: " + string.Join(" | ", Bridge.Lines));
            }

            cancellation.WaitHandle.WaitOne(LookMs);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // First what must not survive this.
        Bridge.Dispose();
        Upstream.Dispose();
        Sensor.Dispose();
        Actuator.Dispose();
    }
}
