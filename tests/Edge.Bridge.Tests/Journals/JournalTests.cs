using Edge.Bridge.Configuration;
using Edge.Bridge.Journals;

namespace Edge.Bridge.Tests.Journals;

/// <summary>What is written together, when, and what is taken while there is room.</summary>
public class JournalTests
{
    // Of a message with topic "t" and one byte.
    private static readonly int Bytes = StoredMessage.BytesFor(1, 1);

    [Fact]
    public void All_that_was_gathered_during_one_write_is_the_next_transaction()
    {
        using DrivenJournal world = new();
        List<string> written = [];
        world.Journal.Write(_ => { }, () => written.Add("first"), isUrgent: true);
        world.Pass(1);
        for (int i = 0; i < 100; i++)
        {
            string name = $"{i}";
            world.Journal.Write(_ => { }, () => written.Add(name), isUrgent: i % 2 == 0);
            world.Pass(1);
        }

        Assert.Empty(written);
        Assert.False(world.Journal.IsSettled);
        world.Write();
        Assert.Equal((1, "first"), (world.Journal.Commits, Assert.Single(written)));
        world.Write();
        Assert.Equal(2, world.Journal.Commits);
        Assert.Equal(["first", .. Enumerable.Range(0, 100).Select(i => $"{i}")], written);
        Assert.True(world.Journal.IsSettled);
        Assert.Equal(2, world.Journal.CommitLatency.Count);
    }

    [Fact]
    public void What_nobody_waits_for_waits_for_company_but_no_longer_than_its_limit()
    {
        using DrivenJournal world = new();
        world.Pass(1000);
        bool isWritten = false;
        world.Journal.Write(_ => { }, () => isWritten = true, isUrgent: false);
        Assert.Equal(50, world.Pass(0));
        world.Run(49);
        Assert.False(isWritten);
        world.Run(1);
        Assert.True(isWritten);

        world.Journal.Write(_ => { }, null, isUrgent: false);
        world.Run(10);
        world.Journal.Write(_ => { }, null, isUrgent: true);
        world.Run(1);
        Assert.True(world.Journal.IsSettled, "it had company");
        Assert.Equal(2, world.Journal.Commits);
        Assert.Equal(Deadline.Idle, world.Pass(0));
    }

    [Fact]
    public void What_has_time_is_written_at_once_when_somebody_hurries()
    {
        using DrivenJournal world = new();
        world.Journal.Write(_ => { }, null, isUrgent: false);
        world.Journal.Hurry();
        world.Run(1);

        Assert.True(world.Journal.IsSettled);
    }

    [Fact]
    public void What_is_written_is_applied_in_the_order_in_which_it_was_asked_for()
    {
        using DrivenJournal world = new();
        List<int> applied = [];
        world.Journal.Write(_ => applied.Add(1), null, isUrgent: false);
        world.Journal.Relieve(_ => applied.Add(2), () => { }, isUrgent: false);
        world.Journal.TryTake(1, _ => applied.Add(3), () => { }, null, isPatient: false);
        world.Journal.Write(_ => applied.Add(4), null, isUrgent: true);
        world.Settle();

        Assert.Equal([1, 2, 3, 4], applied);
    }

    [Fact]
    public void A_full_journal_takes_what_waits_in_order_when_room_comes()
    {
        using DrivenJournal world = new(options: new JournalOptions { MaxBytes = 3 * Bytes, ReserveBytes = 0 });
        Outbox outbox = new(world.Journal, 0, new StoredRecipient(), 0);
        List<ParkedMessage?> taken = [];
        for (int i = 0; i < 6; i++)
        {
            taken.Add(world.Take(outbox, world.Message("t", $"{i}")));
        }

        world.Settle();
        Assert.Equal(["0", "1", "2"], world.Waiting(0));
        Assert.Equal([false, false, false, true, true, true], taken.Select(message => message?.IsParked));
        Assert.Equal((3, 3 * Bytes, 3), (world.Journal.Parked, world.Journal.UsedBytes, outbox.Count));

        FakeTarget target = new();
        outbox.Open(target, 10);
        world.Settle();
        target.Acknowledge(outbox);
        world.Run(100);
        Assert.Equal(["1", "2", "3"], world.Waiting(0));
        Assert.Equal(2, world.Journal.Parked);

        target.AcknowledgeAll(outbox);
        world.Run(200);
        Assert.Equal(["4", "5"], world.Waiting(0));
        Assert.Equal((0, 2 * Bytes), (world.Journal.Parked, world.Journal.UsedBytes));
        Assert.Equal([4, 5], target.UnderWay.Select(delivery => delivery.Sequence - 1));
    }

    [Fact]
    public void A_small_message_does_not_slip_past_a_large_one_that_waits_for_room()
    {
        using DrivenJournal world = new(options: new JournalOptions { MaxBytes = 2 * Bytes, ReserveBytes = 0 });
        Outbox outbox = new(world.Journal, 0, new StoredRecipient(), 0);
        world.Take(outbox, world.Message("t", "1"));
        world.Take(outbox, world.Message("t", "far too long"));
        world.Take(outbox, world.Message("t", "2"));
        world.Settle();

        Assert.Equal(["1"], world.Waiting(0));
        Assert.Equal(2, world.Journal.Parked);
    }

    [Fact]
    public void What_waits_in_memory_has_a_limit_beyond_which_only_the_patient_wait()
    {
        using DrivenJournal world = new(options: new JournalOptions { MaxBytes = 65_536, ReserveBytes = 0 });
        int parked = 0;
        while (parked < 100 && world.Journal.TryTake(1 << 20, _ => { }, () => { }, null, isPatient: false) != null)
        {
            parked++;
        }

        Assert.Equal(16, parked);
        Assert.NotNull(world.Journal.TryTake(1 << 20, _ => { }, () => { }, null, isPatient: true));
        Assert.Equal(17, world.Journal.Parked);
    }

    [Fact]
    public void What_was_withdrawn_while_it_waited_is_not_taken()
    {
        using DrivenJournal world = new(options: new JournalOptions { MaxBytes = 2 * Bytes, ReserveBytes = 0 });
        Outbox outbox = new(world.Journal, 0, new StoredRecipient(), 0);
        ParkedMessage early = world.Take(outbox, world.Message("t", "0"))!;
        world.Take(outbox, world.Message("t", "1"));
        ParkedMessage late = world.Take(outbox, world.Message("t", "2"))!;
        world.Take(outbox, world.Message("t", "3"));
        early.Withdraw();
        late.Withdraw();
        world.Settle();
        Assert.Equal(["0", "1"], world.Waiting(0));

        FakeTarget target = new();
        outbox.Open(target, 10);
        world.Settle();
        target.AcknowledgeAll(outbox);
        world.Run(200);
        Assert.Equal(["3"], world.Waiting(0));
        Assert.Equal((0, Bytes), (world.Journal.Parked, world.Journal.UsedBytes));
    }

    [Fact]
    public void Nothing_new_is_taken_while_the_disk_has_less_than_its_reserve()
    {
        using DrivenJournal world = new(options: new JournalOptions { ReserveBytes = 1000 });
        Outbox outbox = new(world.Journal, 0, new StoredRecipient(), 0);
        world.FreeBytes = 999;
        ParkedMessage message = world.Take(outbox, world.Message("t", "0"))!;
        world.Run(5000);
        Assert.True(message.IsParked);
        Assert.Equal(0, world.Journal.Commits);
        Assert.InRange(world.Pass(0), 1, 1000);

        world.FreeBytes = 1000;
        world.Run(2);
        Assert.Equal(["0"], world.Waiting(0));
    }

    [Fact]
    public void Nobody_is_asked_to_drop_anything_where_dropping_makes_no_room()
    {
        using DrivenJournal world = new(options: new JournalOptions { ReserveBytes = 1000 });
        int asked = 0;
        world.Journal.Full = _ => asked++;
        Outbox outbox = new(world.Journal, 0, new StoredRecipient(), 0);

        // Another program fills the disk: the file does not become smaller by what is dropped from it.
        world.FreeBytes = 999;
        world.Take(outbox, world.Message("t", "0"));
        world.Run(5000);
        Assert.Equal(0, asked);

        world.FreeBytes = 1000;
        world.Settle();
        world.Disk.FailsSync = true;
        world.Take(outbox, world.Message("t", "1"));
        world.Run(2);
        world.Take(outbox, world.Message("t", "2"));
        world.Run(5000);
        Assert.Equal((1, 0), (world.Journal.Parked, asked));
    }

    [Fact]
    public void Latencies_are_told_as_the_next_power_of_two()
    {
        LatencyHistogram histogram = new();
        Assert.Equal(0, histogram.Percentile(0.5));
        for (int i = 0; i < 99; i++)
        {
            histogram.Add(100);
        }

        histogram.Add(5000);
        Assert.Equal((128, 128, 8192), (histogram.Percentile(0.5), histogram.Percentile(0.99), histogram.Percentile(1)));
    }
}
