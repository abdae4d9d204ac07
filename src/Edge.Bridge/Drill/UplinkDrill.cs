using System.Diagnostics;

namespace Edge.Bridge.Drill;

/// <summary>The drill: messages go both ways at a steady rate; the actuator goes to sleep, the broker goes away, the bridge
/// is killed and started again; then everybody comes back, and what was acknowledged has to arrive.</summary>
internal static class UplinkDrill
{
    /// <summary>The fewest messages with which every step has some.</summary>
    public const int MessagesMin = 20;

    // Shares of the messages after which something happens.
    private const double AwayAt = 0.1;
    private const double CutAt = 0.4;
    private const double KillAt = 0.6;

    // Beyond what publishing takes. The bridge looks for its broker every 30 seconds at least.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs it.</summary>
    /// <param name="command">How the bridge is started; see <see cref="DrilledBridge.Self"/>.</param>
    /// <param name="messages">Messages in each direction, half of them with QoS 1 and half with QoS 2.</param>
    /// <param name="rate">Messages a second in each direction.</param>
    /// <param name="tell">Told what happens, in a few words.</param>
    /// <param name="cancellation">Gives it up; everything is ended and deleted then, too.</param>
    /// <exception cref="IOException">Something does not start.</exception>
    /// <exception cref="TimeoutException">Nobody takes messages any more.</exception>
    public static DrillResult Run(
        string[] command, int messages, int rate, Action<string> tell, CancellationToken cancellation)
    {
        Stopwatch clock = Stopwatch.StartNew();
        int count = (messages + 1) / 2;
        TimeSpan patience = Patience + TimeSpan.FromSeconds((double)messages / rate);
        tell("starting a broker, a bridge, a sensor and an actuator");
        using DrillWorld world = DrillWorld.Start(
            command, flows => new RecordingBroker(LoopbackPort.Free(), flows.Up, flows.Down), cancellation: cancellation);
        using Pace pace = world.Publish(count, rate / 2.0);
        tell("publishing");

        WaitUntil(AwayAt);
        tell("the actuator goes to sleep");
        world.Actuator.IsAway = true;

        WaitUntil(CutAt);
        tell("the uplink is cut");
        world.Upstream.Cut();

        WaitUntil(KillAt);
        tell("the bridge is killed, and started again");
        world.Bridge.Kill();
        world.Bridge.Start();

        WaitUntil(1);
        tell("everything is published: uplink and actuator come back");
        world.Upstream.Restore();
        world.Actuator.IsAway = false;
        (double? up, double? down) = Drain(world, patience, cancellation);
        return new DrillResult(
            DirectionResult.Of(world.Flows.Up, up), DirectionResult.Of(world.Flows.Down, down), Round(clock.Elapsed));

        void WaitUntil(double share) => world.WaitFor(() => pace.Published >= share * count, patience, cancellation);
    }

    // Seconds until each direction is complete.
    private static (double? Up, double? Down) Drain(DrillWorld world, TimeSpan patience, CancellationToken cancellation)
    {
        Stopwatch clock = Stopwatch.StartNew();
        double? up = null;
        double? down = null;
        try
        {
            world.WaitFor(
                () =>
                {
                    up ??= world.Flows.Up.All(flow => flow.IsComplete) ? Round(clock.Elapsed) : null;
                    down ??= world.Flows.Down.All(flow => flow.IsComplete) ? Round(clock.Elapsed) : null;
                    return up != null && down != null;
                },
                patience,
                cancellation);
        }
        catch (TimeoutException)
        {
            // That is a result, too.
        }

        return (up, down);
    }

    private static double Round(TimeSpan time) => Math.Round(time.TotalSeconds, 1);
}
