using System.Text;
using Edge.Bridge.Configuration;
using Edge.Bridge.Journals;
using Edge.Bridge.Tests.Simulation;

namespace Edge.Bridge.Tests.Journals;

/// <summary>What is dropped by permission: never what is under way, and nothing that is not counted.</summary>
public class DroppingTests
{
    private const int Count = 300;

    private static readonly int Bytes = StoredMessage.BytesFor(1, 1);

    [Fact]
    public void The_oldest_that_wait_are_dropped_until_there_is_room_and_no_more()
    {
        using DrivenJournal world = new();
        (Outbox outbox, FakeTarget target) = Filled(world, 3, ["a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7"]);
        int dropped = Drop(world, outbox, (file, recipient, after, skip) =>
            file.DropOldest(recipient, after, skip, 2 * Bytes - 1));

        Assert.Equal((2, 2, 6), (dropped, outbox.Dropped, outbox.Count));
        Assert.Equal(["0", "1", "2", "5", "6", "7"], world.Waiting(0));
        Assert.Equal(6 * Bytes, world.Journal.UsedBytes);
        AssertArrive(world, outbox, target, 1, 2, 3, 6, 7, 8);
    }

    [Fact]
    public void What_a_newer_one_of_its_topic_has_overtaken_is_dropped_first()
    {
        using DrivenJournal world = new();
        (Outbox outbox, FakeTarget target) = Filled(world, 1, ["a0", "a1", "b2", "c3", "c4", "a5", "d6"]);
        int dropped = Drop(world, outbox, (file, recipient, after, skip) =>
            file.DropOvertaken(recipient, after, skip, 2 * Bytes));
        Assert.Equal(2, dropped);
        Assert.Equal(["0", "2", "4", "5", "6"], world.Waiting(0));

        dropped = Drop(world, outbox, (file, recipient, after, skip) => file.DropOvertaken(recipient, after, skip, Bytes));
        Assert.Equal((1, 3), (dropped, outbox.Dropped));
        Assert.Equal(["0", "4", "5", "6"], world.Waiting(0));
        AssertArrive(world, outbox, target, 1, 5, 6, 7);
    }

    [Fact]
    public void What_came_before_a_time_is_dropped()
    {
        using DrivenJournal world = new();
        (Outbox outbox, FakeTarget target) = Filled(world, 2, ["a0", "a1", "a2", "a3", "a4"]);
        int dropped = Drop(world, outbox, (file, recipient, after, skip) => file.DropOld(recipient, after, skip, 3));

        Assert.Equal((1, 1), (dropped, outbox.Dropped));
        Assert.Equal(["0", "1", "3", "4"], world.Waiting(0));
        AssertArrive(world, outbox, target, 1, 2, 4, 5);
    }

    [Fact]
    public void A_long_queue_is_dropped_in_parts()
    {
        using DrivenJournal world = new();
        (Outbox outbox, _) = Filled(world, 5, [.. Enumerable.Range(0, 1500).Select(_ => "ax")]);
        int dropped = Drop(world, outbox, (file, recipient, after, skip) => file.DropOldest(recipient, after, skip, 1 << 30));

        Assert.Equal((1495, 5), (dropped, outbox.Count));
        Assert.Equal(5 * Bytes, world.Journal.UsedBytes);
    }

    [Fact]
    public void What_others_wait_for_makes_no_room_and_stays_for_them()
    {
        using DrivenJournal world = new();
        Outbox one = new(world.Journal, 1, new StoredRecipient(), 0);
        StoredMessage shared = world.Message("t", "0");
        StoredSession[] sessions = [new(1, "d1", false, 0, null), new(2, "d2", false, 0, null)];
        Delivery[] deliveries = [one.Add(shared, QualityOfService.AtLeastOnce), new(2, 1, shared, QualityOfService.AtLeastOnce)];
        world.Journal.TryTake(
            shared.Bytes,
            file =>
            {
                Array.ForEach(sessions, file.PutSession);
                file.Add(shared, deliveries);
            },
            () => one.Stored(deliveries[0]), null, isPatient: false);
        world.Take(one, world.Message("t", "1"));
        world.Take(one, world.Message("t", "2"));
        world.Settle();
        int dropped = Drop(world, one, (file, recipient, after, skip) => file.DropOldest(recipient, after, skip, Bytes));

        Assert.Equal(2, dropped);
        Assert.Equal(["2"], world.Waiting(1));
        Assert.Equal(["0"], world.Waiting(2));
        Assert.Equal(2 * Bytes, world.Journal.UsedBytes);
    }

    [Theory]
    [InlineData(nameof(JournalWhenFull.DropOldest))]
    [InlineData(nameof(JournalWhenFull.NewestPerTopic))]
    public void A_full_journal_that_may_drop_takes_everything_and_counts_what_it_drops(string policy)
    {
        JournalWhenFull whenFull = Enum.Parse<JournalWhenFull>(policy);
        JournalOptions options = new() { MaxBytes = 100 * Bytes, WhenFull = whenFull };
        using CustodyWorld world = new(journal: options);
        CustodyWorld.Client one = world.Connect("one", null, QualityOfService.AtMostOnce);
        world.CutBroker();
        world.Run(50);
        for (int i = 0; i < Count; i++)
        {
            Publish(one, i % 10 == 0 ? $"rare{i / 100}" : "often", $"{i}");
            world.Run(20);
        }

        world.Run(2000);
        long dropped = world.Custody.DroppedForRoom;
        Assert.Equal(0, one.Mqtt.Session.QueuedMessages);
        Assert.Equal(Count - dropped, world.Custody.Broker.Outbox.Count);
        Assert.InRange(dropped, Count - 100, Count - 85);
        Assert.InRange(world.Journal.UsedBytes, 0, options.MaxBytes);

        world.RestoreBroker();
        world.Run(35_000);
        List<int> arrived = [.. world.Broker.Messages.Select(message => int.Parse(message.Payload))];
        Assert.Equal(Count - dropped, arrived.Count);
        Assert.Equal(arrived.Order(), arrived);
        // The first ones were under way to the broker when it was lost.
        Assert.Equal(Enumerable.Range(0, new CustodySettings().InFlight), arrived.Take(new CustodySettings().InFlight));
        Assert.Equal(Count - 1, arrived[^1]);
        Assert.Equal(whenFull == JournalWhenFull.NewestPerTopic, arrived.Contains(90) && arrived.Contains(190));
    }

    [Fact]
    public void What_is_older_than_it_may_become_is_dropped_and_counted_and_nothing_else_is()
    {
        using CustodyWorld world = new(journal: new JournalOptions { MaxAge = TimeSpan.FromSeconds(10) });
        CustodyWorld.Client away = world.Connect("away", "cmd/#", QualityOfService.AtLeastOnce);
        world.CutDevices(isReachable: false);
        world.Run(100);
        world.Broker.Publish("site/cmd/a", "old");
        world.Run(8000);
        world.Broker.Publish("site/cmd/a", "new");
        world.Run(1000);
        Assert.Equal(0, world.Custody.DroppedForAge);

        world.Run(2000);
        Assert.Equal(1, world.Custody.DroppedForAge);
        world.CutDevices(isReachable: true);
        world.Run(1000);
        Assert.Equal(["cmd/a=new q1"], away.Received);
        Assert.Equal((1, 0), (world.Custody.DroppedForAge, world.Journal.UsedBytes));
    }

    [Fact]
    public void What_is_under_way_is_not_dropped_however_old_it_is()
    {
        using CustodyWorld world = new(journal: new JournalOptions { MaxAge = TimeSpan.FromSeconds(10) });
        CustodyWorld.Client slow = world.Connect("slow", "cmd/#", QualityOfService.AtLeastOnce);
        slow.AcknowledgesAtOnce = false;
        world.Broker.Publish("site/cmd/a", "1");
        world.Run(30_000);
        Assert.Equal(0, world.Custody.DroppedForAge);
        slow.AcknowledgeAll();
        world.Run(200);
        Assert.Equal((0, 0), (world.Custody.DroppedForAge, world.Journal.UsedBytes));
    }

    // Topics are a letter, payloads what follows it; received at 0, 1, 2...
    private static (Outbox Outbox, FakeTarget Target) Filled(DrivenJournal world, int window, string[] messages)
    {
        Outbox outbox = new(world.Journal, 0, new StoredRecipient(), 0);
        FakeTarget target = new();
        outbox.Open(target, window);
        for (int i = 0; i < messages.Length; i++)
        {
            world.Take(outbox, world.Message(messages[i][..1], messages[i][1..], receivedAt: i));
        }

        world.Settle();
        Assert.Equal(window, target.UnderWay.Count);
        return (outbox, target);
    }

    private static int Drop(DrivenJournal world, Outbox outbox, Func<JournalFile, long, long, int, int> drop)
    {
        int? dropped = null;
        outbox.Drop(drop, count => dropped = count);
        world.Settle();
        return dropped ?? throw new InvalidOperationException("it was not told what was dropped");
    }

    private static void AssertArrive(DrivenJournal world, Outbox outbox, FakeTarget target, params int[] sequences)
    {
        for (int i = 0; i < 100 && outbox.Count > 0; i++)
        {
            target.AcknowledgeAll(outbox);
            world.Run(60);
        }

        Assert.Equal(sequences.Select(sequence => ((long)sequence, false)), target.Sent);
    }

    private static void Publish(CustodyWorld.Client client, string topic, string payload)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(payload);
        client.Mqtt.Publish(new Topic(topic), bytes, 0, bytes.Length, QualityOfService.AtLeastOnce, false);
    }
}
