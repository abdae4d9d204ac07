using Edge.Bridge.Journals;

namespace Edge.Bridge.Tests.Journals;

/// <summary>One recipient's messages: all of them, in order, and never two under one identifier.</summary>
public class OutboxTests
{
    private const int IdentifiersMax = 65_535;

    [Fact]
    public void Thousands_of_messages_that_are_on_disk_alone_go_out_in_order()
    {
        using DrivenJournal world = new();
        Outbox outbox = Filled(world, 5000);
        FakeTarget target = new();
        outbox.Open(target, 20);
        for (int i = 0; i < 20_000 && target.Sent.Count < 5000; i++)
        {
            target.AcknowledgeAll(outbox);
            world.Run(1);
        }

        target.AcknowledgeAll(outbox);
        world.Settle();
        Assert.Equal(Places(1, 5000), target.Sent);
        Assert.Equal((0, 0), (outbox.Count, world.Journal.UsedBytes));
        Assert.InRange(target.UnderWayMost, 1, 20);
    }

    [Fact]
    public void Messages_that_come_while_older_ones_are_read_keep_their_place()
    {
        using DrivenJournal world = new();
        Outbox outbox = Filled(world, 600);
        FakeTarget target = new();
        Random random = new(1);
        outbox.Open(target, 10);
        for (int last = 600; last < 2000 || outbox.Count > 0;)
        {
            if (last < 2000)
            {
                world.Take(outbox, world.Message("t", $"{++last}"));
            }

            target.Refuses = () => random.Next(4) == 0;
            for (int i = random.Next(4); i > 0 && target.UnderWay.Count > 0; i--)
            {
                target.Acknowledge(outbox, random.Next(target.UnderWay.Count));
            }

            outbox.Pump();
            world.Run(random.Next(3));
        }

        Assert.Equal(Places(1, 2000), target.Sent);
    }

    [Fact]
    public void What_is_removed_and_not_durably_so_has_its_place_in_the_window()
    {
        using DrivenJournal world = new();
        Outbox outbox = Filled(world, 10);
        FakeTarget target = new();
        outbox.Open(target, 3);
        world.Settle();
        Assert.Equal(Places(1, 3), target.Sent);

        target.AcknowledgeAll(outbox);
        world.Pass(1);
        Assert.Equal(3, target.Sent.Count);
        // The window is shut: nobody waits for company.
        world.Write();
        Assert.Equal(Places(1, 6), target.Sent);
    }

    [Fact]
    public void Two_messages_under_way_never_share_an_identifier()
    {
        using DrivenJournal world = new();
        Outbox outbox = Filled(world, 1);
        FakeTarget target = new();
        outbox.Open(target, 300);
        world.Settle();
        Delivery oldest = target.UnderWay[0];
        // The first stays unacknowledged while all others go; the target looks whether identifiers differ.
        for (int i = 0; i < 250; i++)
        {
            Fill(world, outbox, 265);
            world.Settle();
            while (target.UnderWay.Count > 1)
            {
                target.Acknowledge(outbox, 1);
            }

            world.Run(60);
        }

        Assert.InRange(target.Sent.Count, IdentifiersMax - 10, IdentifiersMax);
        Assert.Equal(66_251 - target.Sent.Count + 1, outbox.Count);

        outbox.Acknowledged(oldest.Token);
        target.UnderWay.Clear();
        for (int i = 0; i < 100 && target.Sent.Count < 66_251; i++)
        {
            world.Run(60);
            target.AcknowledgeAll(outbox);
        }

        Assert.Equal(Enumerable.Range(1, 66_251), target.Sequences.Select(sequence => (int)sequence));
    }

    private static Outbox Filled(DrivenJournal world, int count)
    {
        Outbox outbox = new(world.Journal, 0, new StoredRecipient(), 0);
        Fill(world, outbox, count);
        world.Settle();
        return outbox;
    }

    private static void Fill(DrivenJournal world, Outbox outbox, int count)
    {
        for (int i = 0; i < count; i++)
        {
            world.Take(outbox, world.Message("t", "x"));
        }
    }

    private static IEnumerable<(long Sequence, bool IsResend)> Places(long first, int count) =>
        Enumerable.Range(0, count).Select(i => (first + i, false));
}
