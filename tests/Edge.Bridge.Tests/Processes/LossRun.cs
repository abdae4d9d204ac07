using System.Diagnostics;
using Edge.Bridge.Drill;

namespace Edge.Bridge.Tests.Processes;

/// <summary>One row of the loss table: the real bridge in its default settings under load in both directions, QoS 1 and 2 at
/// the same time, while a test makes things go wrong.</summary>
internal sealed class LossRun : IDisposable
{
    // What may be under way, and so comes again with QoS 1: at the sensor, at the bridge's uplink, at the broker towards the
    // bridge, at the bridge towards the actuator.
    private const int WindowUp = NumberedClient.InFlightMax + 64;
    private const int WindowDown = 64 + 8;

    private const int StillMs = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _what;
    private readonly bool _isExactlyOnceJudged;
    private readonly Pace _pace;
    private int _crashes;

    /// <param name="what">The row's name.</param>
    /// <param name="broker">One of <see cref="LossTests"/>' brokers.</param>
    /// <param name="count">Messages of each flow.</param>
    /// <param name="rate">Messages of each flow in a second.</param>
    /// <param name="journal">Settings of the journal; empty for the defaults.</param>
    public LossRun(string what, string broker, int count, double rate, string journal = "")
    {
        bool isMosquitto = broker != LossTests.Recorder;
        _what = $"{what} | {broker}";
        // Over a restart mosquitto 2.0.11 sends a PUBLISH again whose PUBREL it has sent, against 4.3.3-1: a message that it
        // publishes twice in this way is a new one to everybody else.
        _isExactlyOnceJudged = !isMosquitto;
        World = DrillWorld.Start(
            ["dotnet", Path.Combine(AppContext.BaseDirectory, "Edge.Bridge.dll")],
            flows => isMosquitto
                ? new LossUpstream(flows, isKilled: broker == LossTests.KilledBroker)
                : new RecordingBroker(LoopbackPort.Free(), flows.Up, flows.Down),
            journal);
        _pace = World.Publish(count, rate);
    }

    public DrillWorld World { get; }

    /// <summary>Everything is published.</summary>
    public bool IsOver => _pace.IsOver;

    /// <summary>Waits until so many messages of each flow are published.</summary>
    public void WaitForPublished(int count) =>
        World.WaitFor(() => _pace.Published >= count, Patience + TimeSpan.FromSeconds(count / 10));

    /// <summary>Waits until the sensor is connected.</summary>
    public void WaitForSensor() => World.WaitFor(() => World.Sensor.IsConnected, Patience);

    /// <summary>Publishes no more.</summary>
    public void StopPublishing() => _pace.Dispose();

    /// <summary>The broker goes away.</summary>
    public void Cut()
    {
        _crashes++;
        World.Upstream.Cut();
    }

    /// <summary>The bridge is killed and started again.</summary>
    public void KillBridge()
    {
        _crashes++;
        World.Bridge.Kill();
        World.Bridge.Start();
    }

    /// <summary>The actuator goes away, and comes back.</summary>
    public bool IsActuatorAway
    {
        get => World.Actuator.IsAway;
        set
        {
            _crashes += value ? 1 : 0;
            World.Actuator.IsAway = value;
        }
    }

    /// <summary>Waits until at least so many messages of some flows are acknowledged, and then none any more.</summary>
    public void WaitForStandstill(Flow[] flows, int acknowledgedMin)
    {
        Stopwatch still = Stopwatch.StartNew();
        int last = -1;
        World.WaitFor(
            () =>
            {
                int acknowledged = flows.Sum(flow => flow.Acknowledged);
                if (acknowledged != last)
                {
                    last = acknowledged;
                    still.Restart();
                }

                return acknowledged >= acknowledgedMin && still.ElapsedMilliseconds > StillMs;
            },
            Patience);
        Assert.True(last < flows.Sum(flow => flow.Published), "everything was acknowledged: nothing is full");
    }

    /// <summary>Waits until everything has arrived, and judges.</summary>
    public void Judge(Stopwatch drain)
    {
        try
        {
            World.WaitFor(() => World.Flows.AreComplete, Patience);
        }
        catch (TimeoutException failure)
        {
            Assert.Fail($"{Describe()}\n{failure.Message}");
        }

        LossTable.Add(_what, World.Flows, drain.Elapsed.TotalSeconds);
        foreach (Flow flow in World.Flows.Up.Concat(World.Flows.Down))
        {
            FlowResult result = flow.Result();
            int windows = World.Flows.Up.Contains(flow) ? WindowUp : WindowDown;
            bool isOnce = _isExactlyOnceJudged && flow.QualityOfService == QualityOfService.ExactlyOnce;
            int duplicatesMax = isOnce ? 0 : _crashes * windows;
            Assert.True(
                result is { Published: > 0, Lost: 0, OutOfOrder: 0 } && result.Duplicated <= duplicatesMax, Describe());
        }
    }

    public void Dispose()
    {
        _pace.Dispose();
        World.Dispose();
    }

    private string Describe() => string.Join(
        '\n',
        World.Flows.Up.Concat(World.Flows.Down).Select(
            flow => $"{flow.Topic}: {flow.Result()} missing {string.Join(' ', flow.Missing())}"));
}
