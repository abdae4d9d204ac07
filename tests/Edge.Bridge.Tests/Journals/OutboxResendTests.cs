using Edge.Bridge.Journals;

namespace Edge.Bridge.Tests.Journals;

/// <summary>What may have been sent before comes again with DUP and is not dropped; nothing else is taken for such.</summary>
public class OutboxResendTests
{
    [Fact]
    public void What_was_under_way_when_its_connection_ended_comes_again_with_dup_and_nothing_else_does()
    {
        using DrivenJournal world = new();
        Outbox outbox = Filled(world, 10);
        FakeTarget first = new();
        outbox.Open(first, 4);
        world.Settle();
        first.Acknowledge(outbox, 1);
        world.Settle();
        outbox.Close();
        // It is over before anything could be sent.
        outbox.Open(new FakeTarget { Refuses = () => true }, 4);
        world.Settle();
        outbox.Close();

        FakeTarget second = new();
        outbox.Open(second, 20);
        world.Settle();
        Assert.Equal([(1, true), (3, true), (4, true), (5, true), .. Places(6, 5)], second.Sent);
    }

    [Fact]
    public void A_released_message_does_not_come_again_and_does_not_give_its_dup_away()
    {
        using DrivenJournal world = new();
        Outbox outbox = Filled(world, 6, QualityOfService.ExactlyOnce);
        FakeTarget target = new();
        outbox.Open(target, 3);
        world.Settle();
        List<Delivery> released = [Release(world, outbox, target, 0), Release(world, outbox, target, 1)];
        world.Settle();
        for (int i = 0; i < 3; i++)
        {
            // The connection comes and goes before anything is read.
            target.Reconnect(outbox, 3, released);
        }

        world.Settle();
        Assert.Equal((3, true), target.Sent[^1]);
        released.ForEach(delivery => outbox.Acknowledged(delivery.Token));
        world.Run(200);
        Assert.Equal([.. Places(1, 3), (3, true), .. Places(4, 2)], target.Sent);
    }

    [Fact]
    public void What_may_have_been_sent_is_neither_dropped_nor_sent_without_dup_after_others_were_dropped()
    {
        using DrivenJournal world = new();
        Outbox outbox = Filled(world, 9, QualityOfService.ExactlyOnce);
        FakeTarget target = new();
        outbox.Open(target, 5);
        world.Settle();
        List<Delivery> released = [Release(world, outbox, target, 0), Release(world, outbox, target, 1)];
        world.Settle();
        target.Refuses = () => true;
        target.Reconnect(outbox, 5, released);
        world.Settle();

        int dropped = 0;
        outbox.Drop((file, recipient, after, skip) => file.DropOldest(recipient, after, skip, 1), count => dropped += count);
        world.Settle();
        outbox.Drop((file, recipient, after, skip) => file.DropOldest(recipient, after, skip, 1), count => dropped += count);
        world.Settle();
        Assert.Equal((2, 2, 7), (dropped, outbox.Dropped, outbox.Count));

        target.Refuses = () => false;
        outbox.Open(target, 100);
        world.Settle();
        Assert.Equal([.. Places(1, 5), (3, true), (4, true), (5, true), .. Places(8, 2)], target.Sent);
    }

    [Fact]
    public void After_a_restart_as_many_come_with_dup_as_can_have_been_under_way()
    {
        using DrivenJournal world = new();
        Outbox outbox = Filled(world, 10);
        FakeTarget target = new();
        outbox.Open(target, 4);
        world.Settle();
        target.Acknowledge(outbox);
        world.Settle();

        using DrivenJournal next = new(world.Disk.AfterKill());
        Outbox restored = new(next.Journal, 0, next.Journal.Contents.Recipient(0), 4);
        Assert.Equal(9, restored.Count);
        FakeTarget again = new();
        restored.Open(again, 20);
        next.Take(restored, next.Message("t", "new"));
        next.Settle();
        Assert.Equal([(2, true), (3, true), (4, true), (5, true), .. Places(6, 6)], again.Sent);
        next.Disk.Dispose();
    }

    [Fact]
    public void What_may_have_been_sent_before_a_restart_is_not_dropped()
    {
        using DrivenJournal world = new();
        Filled(world, 10);
        using DrivenJournal next = new(world.Disk.AfterKill());
        Outbox restored = new(next.Journal, 0, next.Journal.Contents.Recipient(0), 4);
        restored.Drop((file, recipient, after, skip) => file.DropOldest(recipient, after, skip, 1), _ => { });
        next.Settle();
        FakeTarget target = new();
        restored.Open(target, 20);
        next.Settle();
        Assert.Equal([(1, true), (2, true), (3, true), (4, true), .. Places(6, 5)], target.Sent);
        next.Disk.Dispose();
    }

    [Fact]
    public void A_release_that_could_not_be_written_yet_is_known_when_its_message_is_read()
    {
        using DrivenJournal world = new();
        Outbox outbox = Filled(world, 2, QualityOfService.ExactlyOnce);
        FakeTarget target = new();
        outbox.Open(target, 5);
        world.Settle();
        world.Disk.FailsSync = true;
        Delivery released = Release(world, outbox, target, 0);
        world.Run(2);
        target.Reconnect(outbox, 5, [released]);
        world.Disk.FailsSync = false;
        world.Run(1100);

        Assert.Equal([.. Places(1, 2), (2, true)], target.Sent);
    }

    [Fact]
    public void A_recipient_that_was_never_connected_gets_nothing_with_dup()
    {
        using DrivenJournal world = new();
        Outbox outbox = Filled(world, 3);
        FakeTarget target = new();
        outbox.Open(target, 10);
        outbox.Close();
        world.Settle();
        outbox.Open(target, 10);
        world.Settle();

        Assert.Equal(Places(1, 3), target.Sent);
    }

    private static Outbox Filled(
        DrivenJournal world, int count, QualityOfService qualityOfService = QualityOfService.AtLeastOnce)
    {
        Outbox outbox = new(world.Journal, 0, new StoredRecipient(), 0);
        for (int i = 0; i < count; i++)
        {
            world.Take(outbox, world.Message("t", "x"), qualityOfService);
        }

        world.Settle();
        return outbox;
    }

    // Its recipient has it, and it is to be released.
    private static Delivery Release(DrivenJournal world, Outbox outbox, FakeTarget target, int index)
    {
        Delivery delivery = outbox.UnderWay(target.UnderWay[index].Token)!;
        delivery.IsReleased = true;
        world.Journal.Write(file => file.Release(0, delivery.Sequence), null, isUrgent: true);
        return delivery;
    }

    private static IEnumerable<(long Sequence, bool IsResend)> Places(long first, int count) =>
        Enumerable.Range(0, count).Select(i => (first + i, false));
}
