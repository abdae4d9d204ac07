using System.Text;
using Edge.Bridge.Journals;
using Edge.Testing.Disks;

namespace Edge.Bridge.Tests.Journals;

/// <summary>What the journal's file keeps, asked of another process that opens it.</summary>
public sealed class JournalFileTests : IDisposable
{
    private const QualityOfService Once = QualityOfService.ExactlyOnce;
    private const QualityOfService AtLeast = QualityOfService.AtLeastOnce;

    private SimulatedDisk _disk = new(1);
    private JournalFile _file;

    public JournalFileTests() => _file = new JournalFile("edge.db", _disk.VfsName);

    public void Dispose()
    {
        _file.Dispose();
        _disk.Dispose();
    }

    [Fact]
    public void A_message_comes_back_as_it_was()
    {
        StoredMessage message = new(7, new Topic("a/b"), [0, 1, 255], true, 1_700_000_000_000);
        Write(() => _file.Add(message, [new Delivery(0, 3, message, Once)]));
        Reopen();

        Delivery found = Assert.Single(ReadAll(0));
        Assert.Equal((3, Once, false), (found.Sequence, found.QualityOfService, found.IsReleased));
        Assert.Equal((7, "a/b", true), (found.Message.Id, found.Message.Topic.ToString(), found.Message.IsRetained));
        Assert.Equal([0, 1, 255], found.Message.Payload);
        Assert.Equal(1_700_000_000_000, found.Message.ReceivedAt);
        Assert.Equal((7, message.Bytes), (_file.Load().LastMessage, _file.Load().Bytes));
    }

    [Fact]
    public void A_message_without_payload_comes_back_without_payload()
    {
        StoredMessage message = new(1, new Topic("a"), [], false, 0);
        Write(() => _file.Add(message, [new Delivery(0, 1, message, AtLeast)]));
        Reopen();

        Assert.Empty(Assert.Single(ReadAll(0)).Message.Payload);
    }

    [Fact]
    public void A_message_with_one_recipient_goes_with_its_delivery()
    {
        StoredMessage message = Add(1, "x", (0, 1));
        Write(() => Assert.True(_file.RemoveDelivery(0, 1)));

        Assert.Equal(message.Bytes, _file.TakeFreedBytes());
        Assert.Equal(0, _file.TakeFreedBytes());
        Assert.Equal((0, 0), (_file.Load().LastMessage, _file.Load().Bytes));
        Write(() => Assert.False(_file.RemoveDelivery(0, 1)));
        Assert.Equal(0, _file.TakeFreedBytes());
    }

    [Fact]
    public void A_message_with_several_recipients_goes_with_the_last_of_them()
    {
        AddSessions(5, 6);
        StoredMessage message = Add(1, "x", (5, 1), (6, 9), (0, 2));
        Assert.Equal(message.Bytes, _file.Load().Bytes);
        Write(() => _file.RemoveDelivery(6, 9));
        Write(() => _file.RemoveDelivery(0, 2));
        Write(() => _file.RemoveDelivery(0, 2));
        Assert.Equal(0, _file.TakeFreedBytes());
        Assert.Equal(["x"], Payloads(5));

        Write(() => _file.RemoveDelivery(5, 1));
        Assert.Equal(message.Bytes, _file.TakeFreedBytes());
        Assert.Equal(0, _file.Load().Bytes);
    }

    [Fact]
    public void What_was_undone_frees_nothing()
    {
        Add(1, "x", (0, 1));
        _file.Begin();
        _file.RemoveDelivery(0, 1);
        _file.Rollback();

        Assert.Equal(0, _file.TakeFreedBytes());
        Assert.Equal(["x"], Payloads(0));
    }

    [Fact]
    public void Messages_are_read_in_order_in_parts_by_number_and_by_bytes()
    {
        AddSessions(1);
        foreach (int sequence in (int[])[5, 1, 4, 2, 3])
        {
            Add(sequence, $"{sequence}", (0, sequence));
        }

        Add(6, "other", (1, 1));
        Assert.Equal([1, 2], Sequences(_file.Read(0, 0, 2, int.MaxValue)));
        Assert.Equal([3, 4, 5], Sequences(_file.Read(0, 2, 100, int.MaxValue)));
        Assert.Equal([2], Sequences(_file.Read(0, 1, 100, 1)));
        Assert.Equal([2, 3], Sequences(_file.Read(0, 1, 100, StoredMessage.BytesFor(1, 1) + 1)));
        Assert.Empty(_file.Read(0, 5, 100, int.MaxValue));
    }

    [Fact]
    public void A_release_an_inbound_identifier_and_the_counts_come_back()
    {
        Add(1, "one", (0, 1));
        Add(2, "two", (0, 2));
        Write(() =>
        {
            _file.Release(0, 1);
            _file.AddInbound(0, 77);
            _file.AddInbound(0, 77);
            _file.AddInbound(0, 78);
            _file.RemoveInbound(0, 78);
        });
        Reopen();

        StoredRecipient broker = _file.Load().Recipient(0);
        Assert.Equal((2, 2), (broker.Count, broker.LastSequence));
        Assert.Equal([1], broker.Released);
        Assert.Equal([77], broker.Inbound);
        Assert.Equal([true, false], ReadAll(0).ConvertAll(delivery => delivery.IsReleased));
        Assert.Equal(0, _file.Load().Recipient(1).Count);
    }

    [Fact]
    public void A_session_comes_back_with_its_subscriptions_and_its_will()
    {
        StoredWill will = new(new Topic("gone"), [1, 2], Once, true, 30_000);
        StoredSession session = new(3, "ünit", true, null, null);
        Write(() =>
        {
            _file.PutSession(session);
            _file.PutSubscription(3, new TopicFilter("a/#"), AtLeast);
            _file.PutSubscription(3, new TopicFilter("b"), AtLeast);
            _file.PutSubscription(3, new TopicFilter("c"), AtLeast);
        });
        Write(() =>
        {
            _file.PutSession(session with { Will = will, DisconnectedAt = 12 });
            _file.PutSubscription(3, new TopicFilter("a/#"), Once);
            _file.RemoveSubscription(3, new TopicFilter("c"));
        });
        Reopen();

        StoredSession found = Assert.Single(_file.Load().Sessions);
        Assert.Equal((3, "ünit", true, 12), (found.Id, found.ClientId, found.IsClean, found.DisconnectedAt));
        Assert.Equal([("a/#", Once), ("b", AtLeast)], found.Subscriptions.Select(s => (s.Filter.ToString(), s.Granted)));
        Assert.Equal("gone", found.Will?.Topic.ToString());
        Assert.Equal([1, 2], found.Will?.Payload);
        Assert.Equal((Once, true, 30_000), (found.Will?.QualityOfService, found.Will?.IsRetained, found.Will?.GraceMs));
        Assert.Equal(3, _file.Load().LastSession);

        Write(() => _file.PutSession(session with { DisconnectedAt = null }));
        Assert.Equal((null, null), (_file.Load().Sessions[0].DisconnectedAt, _file.Load().Sessions[0].Will));
    }

    [Fact]
    public void A_session_goes_with_all_that_waits_for_it_and_takes_nothing_of_others_along()
    {
        AddSessions(1, 2);
        StoredMessage own = Add(1, "own", (1, 1));
        StoredMessage shared = Add(2, "shared", (1, 2), (2, 1));
        Write(() =>
        {
            _file.PutSubscription(1, new TopicFilter("a"), AtLeast);
            _file.PutSubscription(2, new TopicFilter("a"), AtLeast);
            _file.AddInbound(1, 5);
            _file.AddInbound(2, 6);
        });
        Write(() => Assert.Equal(2, _file.RemoveSession(1)));
        Assert.Equal(own.Bytes, _file.TakeFreedBytes());
        Reopen();

        JournalContents contents = _file.Load();
        Assert.Equal(2, Assert.Single(contents.Sessions).Id);
        Assert.Single(contents.Sessions[0].Subscriptions);
        Assert.Equal((0, 1), (contents.Recipient(1).Count, contents.Recipient(2).Count));
        Assert.Empty(contents.Recipient(1).Inbound);
        Assert.Equal([6], contents.Recipient(2).Inbound);
        Assert.Equal(shared.Bytes, contents.Bytes);
    }

    [Fact]
    public void What_came_for_a_session_that_had_ended_is_swept_out_at_the_next_start()
    {
        AddSessions(1);
        Add(1, "orphan", (9, 1));
        StoredMessage shared = Add(2, "shared", (9, 2), (1, 1), (8, 1));
        StoredMessage up = Add(3, "up", (0, 1));
        Write(() =>
        {
            _file.AddInbound(9, 1);
            _file.AddInbound(0, 2);
        });
        Reopen();

        JournalContents contents = _file.Load();
        Assert.Equal(shared.Bytes + up.Bytes, contents.Bytes);
        Assert.Equal((0, 1, 1), (contents.Recipient(9).Count, contents.Recipient(1).Count, contents.Recipient(0).Count));
        Assert.Equal((0, 1), (contents.Recipient(9).Inbound.Count, contents.Recipient(0).Inbound.Count));
        // Its last recipient is known to be the last.
        Write(() => _file.RemoveDelivery(1, 1));
        Assert.Equal(shared.Bytes, _file.TakeFreedBytes());
    }

    private void Write(Action write)
    {
        _file.Begin();
        write();
        _file.Commit();
    }

    private StoredMessage Add(long id, string payload, params (long Recipient, long Sequence)[] recipients)
    {
        StoredMessage message = new(id, new Topic("t"), Encoding.UTF8.GetBytes(payload), false, 0);
        Delivery[] deliveries = [.. recipients.Select(row => new Delivery(row.Recipient, row.Sequence, message, AtLeast))];
        Write(() => _file.Add(message, deliveries));
        return message;
    }

    private void AddSessions(params int[] ids) => Write(() =>
    {
        foreach (int id in ids)
        {
            _file.PutSession(new StoredSession(id, $"d{id}", false, null, null));
        }
    });

    private void Reopen()
    {
        SimulatedDisk disk = _disk.AfterKill();
        Dispose();
        _disk = disk;
        _file = new JournalFile("edge.db", _disk.VfsName);
    }

    private List<Delivery> ReadAll(long recipient) => _file.Read(recipient, 0, int.MaxValue, int.MaxValue);

    private List<string> Payloads(long recipient) =>
        ReadAll(recipient).ConvertAll(delivery => Encoding.UTF8.GetString(delivery.Message.Payload));

    private static IEnumerable<long> Sequences(List<Delivery> deliveries) => deliveries.Select(d => d.Sequence);
}
