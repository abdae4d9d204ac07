using System.Text;
using Edge.Bridge.Configuration;
using Edge.Bridge.Sessions;

namespace Edge.Bridge.Tests.Simulation;

/// <summary>Sessions of devices, which outlive their connections and the bridge.</summary>
public sealed class SessionTests : IDisposable
{
    // A device that was connected when the bridge ended has one and a half keep-alives to come back.
    private const int GraceMs = 90_000;

    private static readonly Will Gone =
        new(new Topic("state/one"), Encoding.UTF8.GetBytes("gone"), QualityOfService.AtLeastOnce, true);

    private readonly CustodyWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_device_does_not_notice_that_the_bridge_was_killed()
    {
        CustodyWorld.Client one = _world.Connect("one", "cmd/#", QualityOfService.AtLeastOnce);
        _world.KillBridge();
        _world.Run(500);
        _world.Broker.Publish("site/cmd/light", "on");
        _world.Run(200);

        Assert.Equal(["cmd/light=on q1"], one.Received);
        Assert.Equal(1, one.Granted);
        Assert.Equal([true], one.SessionsPresent.Skip(1));
    }

    [Fact]
    public void A_message_waits_for_a_device_that_is_away_when_the_bridge_is_killed()
    {
        CustodyWorld.Client one = _world.Connect("one", "cmd/#", QualityOfService.AtLeastOnce);
        _world.CutDevices(isReachable: false);
        _world.Run(100);
        _world.Broker.Publish("site/cmd/light", "on");
        _world.Run(100);
        _world.Bridge.Kill();
        _world.Run(500);
        _world.CutDevices(isReachable: true);
        _world.Run(500);

        Assert.Equal(["cmd/light=on q1"], one.Received);
    }

    [Fact]
    public void A_familiar_identifier_does_not_swallow_a_message()
    {
        // CONNECT of "one" with a session, and a PUBLISH "a" under identifier 5, which is acknowledged.
        _world.Send("100F00044D515454040000000003" + "6F6E65" + "3206000161000541");
        _world.Run(200);
        Assert.Equal([("site/a", "A")], _world.Broker.Messages);

        // The PUBACK is lost with the connection, or was not: 4.3.2-2, what comes under 5 now is a new message, DUP or not.
        _world.Send("100F00044D515454040000000003" + "6F6E65" + "3A06000161000542");
        _world.Run(200);
        Assert.Equal([("site/a", "A"), ("site/a", "B")], _world.Broker.Messages);
    }

    [Fact]
    public void A_repeated_message_of_quality_of_service_2_is_taken_once_over_connections_and_kills()
    {
        string connect = "100F00044D515454040000000003" + "6F6E65";
        _world.Send(connect + "3406000161000541");
        _world.Run(200);
        _world.Send(connect + "3C06000161000541");
        _world.Run(200);
        _world.KillBridge();
        _world.Run(200);
        _world.Send(connect + "3C06000161000541");
        _world.Run(200);
        Assert.Equal([("site/a", "A")], _world.Broker.Messages);

        // Released, the identifier is free for a new message.
        _world.Send(connect + "62020005" + "3406000161000542");
        _world.Run(200);
        Assert.Equal([("site/a", "A"), ("site/a", "B")], _world.Broker.Messages);
    }

    [Fact]
    public void A_retained_message_that_a_subscription_brings_is_for_whoever_subscribed()
    {
        CustodyWorld.Client one = _world.Connect("one", "state/#", QualityOfService.AtLeastOnce);
        _world.Run(10_000);
        CustodyWorld.Client two = _world.Connect("two", "state/#", QualityOfService.AtLeastOnce);
        _world.Broker.Publish("site/state/door", "open", isRetained: true);
        _world.Broker.Publish("site/state/door", "shut");
        _world.Run(200);

        Assert.Equal(["state/door=shut q1"], one.Received);
        Assert.Equal(["state/door=open q1", "state/door=shut q1"], two.Received);
    }

    [Fact]
    public void A_device_that_does_not_come_back_after_the_bridge_was_killed_has_its_will_published()
    {
        _world.Freeze(_world.Connect("one", null, QualityOfService.AtMostOnce, Gone));
        _world.KillBridge();
        _world.Run(GraceMs - 1000);
        Assert.Empty(_world.Broker.Messages);

        _world.Run(3000);
        Assert.Equal([("site/state/one", "gone")], _world.Broker.Messages);
        _world.KillBridge();
        _world.Run(GraceMs + 3000);
        Assert.Single(_world.Broker.Messages);
    }

    [Fact]
    public void A_device_that_comes_back_after_the_bridge_was_killed_keeps_its_will()
    {
        _world.Connect("one", null, QualityOfService.AtMostOnce, Gone);
        _world.KillBridge();
        _world.Run(GraceMs + 3000);
        Assert.Empty(_world.Broker.Messages);

        _world.CutDevices(isReachable: false);
        _world.Run(200);
        Assert.Equal([("site/state/one", "gone")], _world.Broker.Messages);
    }

    [Fact]
    public void A_session_expires_when_its_device_stays_away_and_what_waited_for_it_is_counted()
    {
        using CustodyWorld world = new(journal: new JournalOptions { SessionExpiry = TimeSpan.FromMinutes(1) });
        world.Connect("one", "cmd/#", QualityOfService.AtLeastOnce);
        world.CutDevices(isReachable: false);
        world.Run(200);
        world.Broker.Publish("site/cmd/light", "on");
        world.Run(59_000);
        Assert.Single(world.Custody.Sessions.All);

        world.Run(2_000);
        Assert.Empty(world.Custody.Sessions.All);
        Assert.Equal(1, world.Custody.DroppedForAge);
        Assert.Equal(0, world.Journal.UsedBytes);
    }

    [Fact]
    public void A_clean_session_forgets_what_there_was_and_is_forgotten()
    {
        CustodyWorld.Client one = _world.Connect("one", "cmd/#", QualityOfService.AtLeastOnce);
        _world.CutDevices(isReachable: false);
        _world.Freeze(one);
        _world.Run(200);
        _world.Broker.Publish("site/cmd/light", "on");
        _world.CutDevices(isReachable: true);
        // CONNECT of "one" with a clean session.
        _world.Send("100F00044D515454040200000003" + "6F6E65");
        _world.Run(200);
        Assert.Empty(_world.Custody.Sessions.Find("one")!.Subscriptions);
        Assert.Equal(0, _world.Journal.UsedBytes);

        _world.CutDevices(isReachable: false);
        _world.Run(200);
        Assert.Empty(_world.Custody.Sessions.All);
    }

    [Fact]
    public void A_message_that_waited_for_room_goes_when_its_only_session_has_ended_meanwhile()
    {
        _world.Freeze(_world.Connect("one", "cmd/#", QualityOfService.AtLeastOnce));
        _world.Bridge.FreeBytes = 0;
        _world.Broker.Publish("site/cmd/light", "on");
        _world.Run(200);
        Assert.Equal(1, _world.Journal.Parked);

        // CONNECT of "one" with a clean session ends the one that there was.
        _world.Send("100F00044D515454040200000003" + "6F6E65");
        _world.Run(200);
        _world.Bridge.FreeBytes = long.MaxValue;
        _world.Run(2_000);
        Assert.Equal((0, 0L), (_world.Journal.Parked, _world.Journal.UsedBytes));
    }

    [Fact]
    public void What_a_clean_session_had_is_not_used_again_after_the_bridge_was_killed()
    {
        // CONNECT of "one" with a clean session and a will, and SUBSCRIBE to "#".
        _world.Send("101500044D515454040600000003" + "6F6E65" + "0001770001" + "78" + "8206000100012302");
        _world.Run(200);
        Assert.Single(_world.Custody.Sessions.Find("one")!.Subscriptions);

        _world.KillBridge();
        _world.Send("100F00044D515454040000000003" + "6F6E65");
        _world.Run(200);
        DeviceSession one = _world.Custody.Sessions.Find("one")!;
        Assert.Empty(one.Subscriptions);
        Assert.False(one.Stored.IsClean);
    }

    [Fact]
    public void When_the_journal_is_full_nothing_is_acknowledged_and_when_it_has_room_again_everything_arrives()
    {
        using CustodyWorld world = new(journal: new JournalOptions { MaxBytes = 65_536 });
        CustodyWorld.Client one = world.Connect("one", null, QualityOfService.AtMostOnce);
        world.CutBroker();
        int published = 0;
        for (int i = 0; i < 1000 && world.Journal.Parked == 0; i++)
        {
            byte[] payload = Encoding.ASCII.GetBytes($"{published}".PadRight(200, '.'));
            published += one.Mqtt.Publish(
                new Topic("a"), payload, 0, payload.Length, QualityOfService.AtLeastOnce, false) < PublishResult.RefusedFull ? 1 : 0;
            world.Run(20);
        }

        world.Run(1000);
        Assert.True(one.Mqtt.Session.QueuedMessages > 0, "acknowledged without room");
        Assert.InRange(world.Journal.UsedBytes, 60_000, 65_536);

        world.RestoreBroker();
        world.Run(40_000);
        Assert.Equal(0, one.Mqtt.Session.QueuedMessages);
        Assert.Equal(Enumerable.Range(0, published), world.Broker.Messages.Select(message => int.Parse(message.Payload.TrimEnd('.'))));
    }

    [Theory]
    [InlineData(nameof(JournalWhenFull.DropOldest))]
    [InlineData(nameof(JournalWhenFull.NewestPerTopic))]
    public void With_permission_the_oldest_messages_make_room_and_are_counted(string policy)
    {
        using CustodyWorld world = new(journal: new JournalOptions { MaxBytes = 65_536, WhenFull = Enum.Parse<JournalWhenFull>(policy) });
        CustodyWorld.Client one = world.Connect("one", null, QualityOfService.AtMostOnce);
        world.CutBroker();
        const int Count = 600;
        for (int i = 0; i < Count; i++)
        {
            byte[] payload = Encoding.ASCII.GetBytes($"{i}".PadRight(200, '.'));
            one.Mqtt.Publish(new Topic("a"), payload, 0, payload.Length, QualityOfService.AtLeastOnce, false);
            world.Run(20);
        }

        world.Run(1000);
        Assert.Equal(0, one.Mqtt.Session.QueuedMessages);
        Assert.True(world.Custody.DroppedForRoom > 0, "nothing was dropped");

        world.RestoreBroker();
        world.Run(40_000);
        List<int> arrived = [.. world.Broker.Messages.Select(message => int.Parse(message.Payload.TrimEnd('.')))];
        Assert.Equal(Count - world.Custody.DroppedForRoom, arrived.Count);
        Assert.Equal(arrived.Order(), arrived);
        Assert.Equal(Count - 1, arrived[^1]);
        // What was on its way to the broker when it went is not dropped.
        Assert.Equal(0, arrived[0]);
    }
}
