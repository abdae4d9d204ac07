using System.Text;
using Edge.Bridge.Journals;
using Edge.Simulation;
using Edge.Testing.Disks;

namespace Edge.Bridge.Tests.Journals;

/// <summary>A run of a journal, the same each time, on a disk whose power may go out; and what it may have left behind.</summary>
internal sealed class TornRun
{
    private readonly SeededRandom _random;
    private readonly int _batches;
    private readonly List<string> _states = [];
    private JournalModel _model = new();
    private long _lastSequence;
    private int _asked;

    /// <param name="seed">Names the run.</param>
    /// <param name="batches">Transactions.</param>
    public TornRun(ulong seed, int batches)
    {
        _random = new SeededRandom(seed);
        _batches = batches;
    }

    /// <summary>So many changes were told to be durable.</summary>
    public int Durable { get; private set; }

    /// <summary>So many changes were durable or being written.</summary>
    public int Begun { get; private set; }

    /// <summary>What the journal holds after so many changes.</summary>
    public IReadOnlyList<string> States => _states;

    /// <summary>Runs on what the disk holds, until the end or until the power goes out.</summary>
    public void On(SimulatedDisk disk)
    {
        DrivenJournal world;
        try
        {
            world = new DrivenJournal(disk);
        }
        catch (JournalException) when (disk.IsStopped)
        {
            return;
        }

        using (world)
        {
            Begin(world);
            for (int i = 0; i < _batches && !disk.IsStopped; i++)
            {
                for (int changes = 1 + _random.Next(6); changes > 0; changes--)
                {
                    Change(world.Journal);
                    _asked++;
                    _states.Add(_model.ToString());
                }

                world.Pass(1000);
                Begun = _asked;
                world.Write();
            }
        }
    }

    private void Begin(DrivenJournal world)
    {
        _model = world.Read(JournalModel.Of);
        _states.Add(_model.ToString());
        _lastSequence = world.Journal.Contents.Recipients.Values.Max(recipient => (long?)recipient.LastSequence) ?? 0;
    }

    private void Change(Journal journal)
    {
        switch (_random.Next(12))
        {
            case 0 when _model.Sessions.Count < 4:
                PutSession(journal, new StoredSession(1 + (_model.Sessions.Max(id => (long?)id) ?? 0), "d", false, 5, null));
                break;
            case 1 when Pick(_model.Sessions) is var id && id != 0:
                StoredWill will = new(new Topic("w"), [1], QualityOfService.AtLeastOnce, false, 1);
                PutSession(journal, new StoredSession(id, "d", false, null, _random.Next(2) == 0 ? will : null));
                break;
            case 2 when Pick(_model.Sessions) is var id && id != 0:
                Subscribe(journal, id, "f" + _random.Next(3));
                break;
            case 3 when Pick(_model.Subscriptions) is var subscription && subscription.Session != 0:
                _model.RemoveSubscription(subscription.Session, subscription.Filter);
                journal.Write(
                    file => file.RemoveSubscription(subscription.Session, new TopicFilter(subscription.Filter)), Told, true);
                break;
            case 4 when _random.Next(4) == 0 && Pick(_model.Sessions) is var id && id != 0:
                _model.RemoveSession(id);
                journal.Write(file => file.RemoveSession(id), Told, isUrgent: true);
                break;
            case 5 or 6 or 7 when Pick(_model.Deliveries) is var delivery && delivery.Sequence != 0:
                _model.Remove(delivery);
                journal.Relieve(file => file.RemoveDelivery(delivery.Recipient, delivery.Sequence), Told, isUrgent: false);
                break;
            case 8 when Pick(_model.Deliveries) is var delivery && delivery.Sequence != 0:
                _model.Release(delivery);
                journal.Write(file => file.Release(delivery.Recipient, delivery.Sequence), Told, isUrgent: true);
                break;
            case 9 when Pick(_model.Inbound) is var inbound && inbound.Identifier != 0:
                _model.RemoveInbound(inbound.Recipient, inbound.Identifier);
                journal.Write(file => file.RemoveInbound(inbound.Recipient, inbound.Identifier), Told, isUrgent: true);
                break;
            default:
                Take(journal);
                break;
        }
    }

    private void Take(Journal journal)
    {
        // Up from a device, or down to all of them.
        bool isUp = _model.Sessions.Count == 0 || _random.Next(2) == 0;
        QualityOfService qualityOfService = (QualityOfService)(1 + _random.Next(2));
        long peer = isUp ? Pick(_model.Sessions) : 0;
        int identifier = qualityOfService == QualityOfService.ExactlyOnce && (peer != 0 || !isUp) ? 1 + _random.Next(100) : 0;
        long id = journal.Message(new Topic("t"), [], false, 0).Id;
        StoredMessage message = new(id, new Topic("t"), Encoding.UTF8.GetBytes(JournalModel.PayloadOf(id)), false, 0);
        long[] recipients = isUp ? [0] : [.. _model.Sessions];
        Delivery[] deliveries = [.. recipients.Select(r => new Delivery(r, ++_lastSequence, message, qualityOfService))];
        _model.Add(id, (int)qualityOfService, deliveries.Select(delivery => (delivery.Recipient, delivery.Sequence)));
        if (identifier != 0)
        {
            _model.AddInbound(peer, identifier);
        }

        journal.TryTake(
            message.Bytes,
            file =>
            {
                file.Add(message, deliveries);
                if (identifier != 0)
                {
                    file.AddInbound(peer, identifier);
                }
            },
            Told, null, isPatient: false);
    }

    private void PutSession(Journal journal, StoredSession session)
    {
        _model.PutSession(session);
        journal.Write(file => file.PutSession(session), Told, isUrgent: true);
    }

    private void Subscribe(Journal journal, long session, string filter)
    {
        int granted = _random.Next(3);
        _model.PutSubscription(session, filter, granted);
        journal.Write(
            file => file.PutSubscription(session, new TopicFilter(filter), (QualityOfService)granted), Told, isUrgent: true);
    }

    private void Told() => Durable++;

    private T? Pick<T>(IReadOnlyCollection<T> items) => items.Count == 0 ? default : items.ElementAt(_random.Next(items.Count));
}
