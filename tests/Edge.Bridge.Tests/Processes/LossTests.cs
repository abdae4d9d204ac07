using System.Diagnostics;
using Edge.Testing;

namespace Edge.Bridge.Tests.Processes;

/// <summary>The loss table of docs/guarantees.md, in short. EDGE_LOSS_TABLE=file runs it in full and writes its rows there.</summary>
public class LossTests
{
    internal const string Recorder = "recorder";
    internal const string RealBroker = "mosquitto, SIGTERM";
    internal const string KilledBroker = "mosquitto, SIGKILL";

    /// <summary>mosquitto is killed in the full table alone: in one of many runs it may lose something of its own.</summary>
    public static TheoryData<int, int, string> Outages { get; } = [.. OutagesOf(LossTable.IsFull)];

    /// <summary>The brokers that go away while the bridge is killed.</summary>
    public static TheoryData<string> Brokers { get; } =
        LossTable.IsFull ? [Recorder, RealBroker, KilledBroker] : [Recorder, RealBroker];

    private static readonly TimeSpan Outage = LossTable.Size(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1.5));

    [Theory]
    [MemberData(nameof(Outages))]
    public void The_broker_goes_away_and_nothing_acknowledged_is_lost(int rate, int count, string broker)
    {
        using LossRun run = Start($"broker away for 20 s, {rate} a second", broker, count, rate);

        GoAway(run);
        Thread.Sleep(Outage);

        ComeBack(run);
    }

    [Theory]
    [MemberData(nameof(Brokers))]
    public void The_bridge_is_killed_while_the_broker_is_away_and_nothing_acknowledged_is_lost(string broker)
    {
        using LossRun run = Start("broker away for 20 s, bridge killed after 10 s", broker, 1_000, 40);

        GoAway(run);
        Thread.Sleep(Outage / 2);
        run.KillBridge();
        Thread.Sleep(Outage / 2);

        ComeBack(run);
    }

    [Fact]
    public void The_bridge_is_killed_at_random_moments_under_load_and_nothing_acknowledged_is_lost()
    {
        int kills = LossTable.Size(50, 3);
        Random random = new(20);
        using LossRun run = new($"bridge killed {kills} times", Recorder, 100_000, 100);

        for (int kill = 0; kill < kills; kill++)
        {
            if (kill % 5 == 1)
            {
                run.IsActuatorAway ^= true;
            }

            if (kill % 2 == 0)
            {
                // Else it may be killed before anybody has come back.
                run.WaitForSensor();
            }

            // The moment is what is tested.
            Thread.Sleep(random.Next(50, 600));
            run.KillBridge();
        }

        run.StopPublishing();
        Stopwatch drain = Stopwatch.StartNew();
        run.World.Actuator.IsAway = false;
        run.Judge(drain);
    }

    [Fact]
    public void A_full_store_refuses_messages_and_loses_none_that_it_has_acknowledged()
    {
        const int Room = 400;
        // Twice the room of the store on the way up, and on the way down.
        int count = LossTable.Size(2_000, Room);
        using LossRun run = new("store of 64 KiB full, bridge killed", Recorder, count, 200, "\"MaxBytes\": 65536");

        run.IsActuatorAway = true;
        run.Cut();
        run.WaitForStandstill(run.World.Flows.Up, Room);
        run.KillBridge();
        run.WaitForStandstill(run.World.Flows.Up, Room);

        run.World.Upstream.Restore();
        run.WaitForStandstill(run.World.Flows.Down, Room);

        Stopwatch drain = Stopwatch.StartNew();
        run.IsActuatorAway = false;
        run.WaitForPublished(count);
        run.Judge(drain);
    }

    private static IEnumerable<TheoryDataRow<int, int, string>> OutagesOf(bool isFull)
    {
        yield return new(40, 1_000, Recorder);
        yield return new(40, 1_000, RealBroker);
        yield return new(160, 4_000, Recorder);
        if (isFull)
        {
            yield return new(40, 1_000, KilledBroker);
            yield return new(160, 4_000, KilledBroker);
        }
    }

    private static LossRun Start(string what, string broker, int count, int rate)
    {
        Assert.SkipUnless(broker == Recorder || Mosquitto.IsInstalled, Mosquitto.SkipReason);
        // In short there is less of it, and faster.
        return LossTable.IsFull
            ? new LossRun(what, broker, count, rate)
            : new LossRun(what, broker, count / 4, rate * 3);
    }

    // Both ends, when there is something for both of them.
    private static void GoAway(LossRun run)
    {
        run.WaitForPublished(LossTable.Size(100, 50));
        run.IsActuatorAway = true;
        run.WaitForPublished(LossTable.Size(150, 100));
        run.Cut();
    }

    // The actuator last, so that everything for it has waited in the bridge.
    private static void ComeBack(LossRun run)
    {
        Stopwatch drain = Stopwatch.StartNew();
        run.World.Upstream.Restore();
        run.World.WaitFor(
            () => run.IsOver && run.World.Flows.Down.All(flow => flow.Acknowledged == flow.Published), TimeSpan.FromMinutes(3));
        run.IsActuatorAway = false;
        run.Judge(drain);
    }
}
