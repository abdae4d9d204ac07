using System.Globalization;
using System.Text;
using Edge.Bridge.Journals;

namespace Edge.Bridge.Tests.Journals;

/// <summary>What a journal is to hold, as a list of lines that can be compared with what it holds.</summary>
internal sealed class JournalModel
{
    private readonly SortedDictionary<(long Recipient, long Sequence), (long Message, int QualityOfService, bool IsReleased)>
        _deliveries = [];

    private readonly SortedSet<(long Recipient, int Identifier)> _inbound = [];
    private readonly SortedDictionary<long, (bool HasWill, long? DisconnectedAt)> _sessions = [];
    private readonly SortedDictionary<(long Session, string Filter), int> _subscriptions = [];

    public IReadOnlyCollection<long> Sessions => _sessions.Keys;

    public IReadOnlyCollection<(long Recipient, long Sequence)> Deliveries => _deliveries.Keys;

    public IReadOnlyCollection<(long Recipient, int Identifier)> Inbound => _inbound;

    public IReadOnlyCollection<(long Session, string Filter)> Subscriptions => _subscriptions.Keys;

    public void Add(long message, int qualityOfService, IEnumerable<(long Recipient, long Sequence)> deliveries)
    {
        foreach ((long Recipient, long Sequence) delivery in deliveries)
        {
            _deliveries[delivery] = (message, qualityOfService, false);
        }
    }

    public void Remove((long Recipient, long Sequence) delivery) => _deliveries.Remove(delivery);

    public void Release((long Recipient, long Sequence) delivery) =>
        _deliveries[delivery] = _deliveries[delivery] with { IsReleased = true };

    public void AddInbound(long recipient, int identifier) => _inbound.Add((recipient, identifier));

    public void RemoveInbound(long recipient, int identifier) => _inbound.Remove((recipient, identifier));

    public void PutSession(StoredSession session) =>
        _sessions[session.Id] = (session.Will != null, session.DisconnectedAt);

    public void PutSubscription(long session, string filter, int granted) => _subscriptions[(session, filter)] = granted;

    public void RemoveSubscription(long session, string filter) => _subscriptions.Remove((session, filter));

    public void RemoveSession(long id)
    {
        _sessions.Remove(id);
        _deliveries.Keys.Where(delivery => delivery.Recipient == id).ToList().ForEach(Remove);
        _inbound.RemoveWhere(inbound => inbound.Recipient == id);
        _subscriptions.Keys.Where(s => s.Session == id).ToList().ForEach(s => _subscriptions.Remove(s));
    }

    /// <summary>The model of what a file holds.</summary>
    public static JournalModel Of(JournalFile file)
    {
        JournalModel model = new();
        JournalContents contents = file.Load();
        foreach (StoredSession session in contents.Sessions)
        {
            model.PutSession(session);
            session.Subscriptions.ForEach(s => model.PutSubscription(session.Id, s.Filter.ToString(), (int)s.Granted));
        }

        foreach ((long id, StoredRecipient recipient) in contents.Recipients)
        {
            recipient.Inbound.ForEach(identifier => model.AddInbound(id, identifier));
            foreach (Delivery delivery in file.Read(id, 0, int.MaxValue, int.MaxValue))
            {
                Assert.Equal(PayloadOf(delivery.Message.Id), Encoding.UTF8.GetString(delivery.Message.Payload));
                model._deliveries[(id, delivery.Sequence)] =
                    (delivery.Message.Id, (int)delivery.QualityOfService, delivery.IsReleased);
            }
        }

        Assert.Equal(
            model._deliveries.Values.Select(row => row.Message).Distinct().Sum(id => StoredMessage.BytesFor(1, PayloadOf(id).Length)),
            contents.Bytes);
        return model;
    }

    /// <summary>The payload that every message of this row has.</summary>
    public static string PayloadOf(long message) => new((char)('a' + message % 26), 20 + (int)(message % 7) * 60);

    public override string ToString()
    {
        StringBuilder text = new();
        AppendAll(text, _sessions);
        AppendAll(text, _subscriptions);
        AppendAll(text, _inbound);
        AppendAll(text, _deliveries);
        return text.ToString();
    }

    private static void AppendAll<T>(StringBuilder text, IEnumerable<T> items)
    {
        foreach (T item in items)
        {
            text.Append(CultureInfo.InvariantCulture, $"{item}\n");
        }
    }
}
