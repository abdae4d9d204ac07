using Edge.Bridge.Configuration;
using Edge.Bridge.Journals;
using Edge.Testing.Disks;

namespace Edge.Bridge.Tests.Journals;

/// <summary>A disk that fails or is full: nobody is told that anything is safe, and it gets well by itself.</summary>
public class FailingDiskTests
{
    [Fact]
    public void While_the_disk_fails_nobody_is_told_that_anything_is_safe()
    {
        using DrivenJournal world = new();
        Outbox outbox = new(world.Journal, 0, new StoredRecipient(), 0);
        List<string> written = [];
        world.Disk.FailsSync = true;
        world.Take(outbox, world.Message("t", "0"), written: () => written.Add("message"));
        world.Journal.Write(file => file.AddInbound(0, 1), () => written.Add("inbound"), isUrgent: true);
        world.Run(5000);
        Assert.Empty(written);
        Assert.NotNull(world.Journal.Failure);
        Assert.Equal((0, 0), (world.Journal.UsedBytes, outbox.Count));

        world.Disk.FailsSync = false;
        world.Run(1100);
        Assert.Equal(["message", "inbound"], written);
        Assert.Null(world.Journal.Failure);
        Assert.Equal(["0"], world.Waiting(0));
        AssertUsedBytes(world);
    }

    [Fact]
    public void A_disk_that_fails_is_tried_again_once_a_second_and_not_more_often()
    {
        using DrivenJournal world = new();
        int tries = 0;
        world.Disk.FailsSync = true;
        world.Journal.Write(file => file.AddInbound(0, ++tries), null, isUrgent: true);
        world.Run(10_050);

        Assert.InRange(tries, 10, 12);
        Assert.InRange(world.Pass(0), 1, 1000);
    }

    [Fact]
    public void While_the_disk_fails_new_messages_wait_and_keep_their_order()
    {
        using DrivenJournal world = new();
        Outbox outbox = new(world.Journal, 0, new StoredRecipient(), 0);
        FakeTarget target = new();
        outbox.Open(target, 100);
        for (int i = 0; i < 20; i++)
        {
            world.Disk.FailsSync = i is >= 5 and < 15;
            world.Take(outbox, world.Message("t", $"{i}"));
            world.Run(5);
        }

        Assert.True(world.Journal.Parked > 10, "they do not wait");
        world.Run(3000);
        Assert.Equal(Enumerable.Range(1, 20), target.Sequences.Select(sequence => (int)sequence));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), world.Waiting(0));
        AssertUsedBytes(world);
    }

    [Fact]
    public void Removals_go_first_and_alone_when_something_could_not_be_written()
    {
        using DrivenJournal world = new();
        Outbox outbox = new(world.Journal, 0, new StoredRecipient(), 0);
        FakeTarget target = new();
        outbox.Open(target, 10);
        world.Take(outbox, world.Message("t", "0"));
        world.Settle();
        List<string> done = [];
        world.Disk.FailsSync = true;
        world.Journal.Write(Put(1, "applied"), () => done.Add("written"), isUrgent: true);
        world.Run(2);
        target.Acknowledge(outbox);
        world.Journal.Relieve(Put(2, "relief"), () => done.Add("relieved"), isUrgent: true);
        Assert.Equal(["applied"], done);
        done.Clear();
        world.Disk.FailsSync = false;
        world.Run(1100);

        Assert.Equal(["relief", "relieved", "applied", "written"], done);
        Assert.Equal(0, world.Journal.UsedBytes);

        Action<JournalFile> Put(int identifier, string name) => file =>
        {
            file.AddInbound(0, identifier);
            done.Add(name);
        };
    }

    [Fact]
    public void A_full_disk_is_drained_by_acknowledgements_and_takes_messages_again_by_itself()
    {
        using DrivenJournal before = new();
        Outbox outbox = new(before.Journal, 0, new StoredRecipient(), 0);
        for (int i = 0; i < 100; i++)
        {
            before.Take(outbox, before.Message("t", new string('x', 3000)));
        }

        before.Settle();
        // The file has had more in it: what it holds from now on takes no room but the log's.
        FakeTarget target = new();
        outbox.Open(target, 50);
        before.Settle();
        target.AcknowledgeAll(outbox);
        before.Settle();
        using SimulatedDisk disk = before.Disk.AfterKill();
        using DrivenJournal world = new(disk);
        disk.CapacityBytes = disk.Files.Sum(path => disk.ReadAllBytes(path).Length) + 100_000;
        outbox = new Outbox(world.Journal, 0, world.Journal.Contents.Recipient(0), 0);
        int safe = 50;
        int asked = 50;
        for (; world.Journal.Failure == null && asked < 1000; asked++)
        {
            world.Take(outbox, world.Message("t", new string('x', 3000)), written: () => safe++);
            world.Run(1);
        }

        Assert.NotNull(world.Journal.Failure);
        Assert.InRange(safe, 51, asked - 1);
        Assert.Equal(safe, world.Waiting(0).Count);
        AssertUsedBytes(world);

        target = new FakeTarget();
        outbox.Open(target, 50);
        for (int i = 0; i < 300 && (safe < asked || outbox.Count > 0); i++)
        {
            target.AcknowledgeAll(outbox);
            world.Run(100);
        }

        Assert.Equal((asked, 0), (safe, outbox.Count));
        Assert.Equal(Enumerable.Range(51, asked), target.Sequences.Select(sequence => (int)sequence));
        Assert.Null(world.Journal.Failure);
        Assert.Equal(0, world.Journal.UsedBytes);
        AssertUsedBytes(world);
    }

    [Fact]
    public void What_fails_now_and_then_is_counted_right_in_the_end()
    {
        using DrivenJournal world = new(options: new JournalOptions { MaxBytes = 5000, ReserveBytes = 0 });
        Outbox outbox = new(world.Journal, 0, new StoredRecipient(), 0);
        FakeTarget target = new();
        outbox.Open(target, 5);
        Random random = new(1);
        for (int i = 0; i < 2000; i++)
        {
            world.Disk.FailsSync = random.Next(8) == 0;
            world.Disk.FailsWrites = random.Next(30) == 0;
            if (random.Next(3) > 0)
            {
                world.Take(outbox, world.Message("t", new string('x', random.Next(300))));
            }

            if (target.UnderWay.Count > 0 && random.Next(2) == 0)
            {
                target.Acknowledge(outbox);
            }

            world.Run(random.Next(300));
        }

        world.Disk.FailsSync = false;
        world.Disk.FailsWrites = false;
        world.Run(3000);
        AssertUsedBytes(world);
        Assert.Equal(outbox.Count, world.Waiting(0).Count);
        Assert.Equal(Enumerable.Range(1, target.Sent.Count), target.Sequences.Select(sequence => (int)sequence));
    }

    [Fact]
    public void A_journal_on_a_full_disk_opens_and_what_it_then_shows_is_durable()
    {
        int torn = 0;
        for (int operation = 0; operation < 40; operation++)
        {
            using SimulatedDisk disk = new(1);
            using DrivenJournal world = new(disk);
            Outbox outbox = new(world.Journal, 0, new StoredRecipient(), 0);
            world.Take(outbox, world.Message("t", new string('x', 3000)));
            world.Settle();
            disk.StopAfterOperation = disk.Operations + operation;
            world.Take(outbox, world.Message("t", new string('x', 30_000)));
            world.Run(2);

            using SimulatedDisk killed = disk.AfterKill();
            killed.CapacityBytes = 1;
            using JournalFile file = new(DrivenJournal.Path, killed.VfsName);
            int seen = file.Load().Recipient(0).Count;
            for (ulong cut = 1; cut < 4; cut++)
            {
                using SimulatedDisk off = killed.AfterPowerCut(cut);
                using JournalFile found = new(DrivenJournal.Path, off.VfsName);
                Assert.Equal(seen, found.Load().Recipient(0).Count);
            }

            torn += seen > outbox.Count ? 1 : 0;
        }

        Assert.True(torn > 0, "no transaction was found that was not known to be durable");
    }

    private static void AssertUsedBytes(DrivenJournal world) =>
        Assert.Equal(world.Read(file => file.Load().Bytes), world.Journal.UsedBytes);
}
