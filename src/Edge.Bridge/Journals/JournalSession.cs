using System.Buffers.Binary;
using Edge.Mqtt;

namespace Edge.Bridge.Journals;

/// <summary>One recipient's session state in the journal: what an MQTT session asks of its store, without ever waiting. What
/// a packet would promise is held back by the gate until it is durable.</summary>
internal sealed class JournalSession : ISessionStore
{
    private readonly Journal _journal;
    private readonly long _recipient;
    private readonly Dictionary<int, Delivery> _released = [];
    private readonly List<int> _releaseOrder = [];
    private readonly HashSet<int> _inbound;
    private readonly byte[] _token = new byte[4];

    /// <param name="journal">Keeps it.</param>
    /// <param name="recipient">0 for the uplink, else a session's row.</param>
    /// <param name="found">What the journal held when it was opened.</param>
    /// <param name="windowMax">So many messages were under way at a time.</param>
    public JournalSession(Journal journal, long recipient, StoredRecipient found, int windowMax)
    {
        _journal = journal;
        _recipient = recipient;
        _inbound = [.. found.Inbound];
        Outbox = new Outbox(journal, recipient, found, windowMax);
        foreach (long sequence in found.Released)
        {
            Released(new Delivery(recipient, sequence, Nothing, QualityOfService.ExactlyOnce) { IsReleased = true });
        }
    }

    /// <summary>Its messages.</summary>
    public Outbox Outbox { get; }

    /// <summary>The gate of its connection; null while there is none.</summary>
    public IGate? Gate { get; set; }

    /// <summary>Messages whose PUBREC has come and whose PUBCOMP has not.</summary>
    public int ReleasedCount => _released.Count;

    // Of a message that its recipient has, nothing but its place is of interest.
    private static StoredMessage Nothing { get; } = new(0, new Topic("-"), [], false, 0);

    /// <summary>A QoS 2 message is being taken from the recipient under this identifier, in one change with the message.</summary>
    public void TakeInbound(int identifier) => _inbound.Add(identifier);

    /// <summary>True when a QoS 2 message was taken under this identifier and is not released yet.</summary>
    public bool IsTaken(int identifier) => _inbound.Contains(identifier);

    /// <summary>A message was acknowledged for good.</summary>
    public void Acknowledged(int token)
    {
        if (_released.Remove(token))
        {
            _releaseOrder.Remove(token);
        }

        Outbox.Acknowledged(token);
    }

    /// <summary>A change of which the recipient will be told: nothing leaves before it is durable.</summary>
    public void Write(Action<JournalFile> apply)
    {
        IGate? gate = Gate;
        gate?.Hold();
        _journal.Write(apply, gate == null ? null : gate.Release, isUrgent: true);
    }

    /// <inheritdoc/>
    public void Load(ISessionRecords target)
    {
        foreach (int token in _releaseOrder)
        {
            Delivery delivery = _released[token];
            Outbox.Resume(delivery);
            BinaryPrimitives.WriteInt32LittleEndian(_token, token);
            target.OnRecord((SessionRecordKind.Release << 16) | delivery.Identifier, _token, 0, _token.Length);
        }

        foreach (int identifier in _inbound)
        {
            target.OnRecord((SessionRecordKind.Inbound << 16) | identifier, _token, 0, 0);
        }
    }

    /// <inheritdoc/>
    public bool Put(int key, byte[] bytes, int offset, int count)
    {
        int identifier = key & 0xFFFF;
        switch (key >> 16)
        {
            case SessionRecordKind.Release:
                int token = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(offset));
                if (Outbox.UnderWay(token) is { IsReleased: false } delivery)
                {
                    delivery.IsReleased = true;
                    Released(delivery);
                    Write(file => file.Release(_recipient, delivery.Sequence));
                }

                break;
            case SessionRecordKind.Inbound when _inbound.Add(identifier):
                Write(file => file.AddInbound(_recipient, identifier));
                break;
            default:
                break;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Remove(int key)
    {
        int identifier = key & 0xFFFF;
        if (key >> 16 == SessionRecordKind.Inbound && _inbound.Remove(identifier))
        {
            Write(file => file.RemoveInbound(_recipient, identifier));
        }
    }

    /// <inheritdoc/>
    public bool Flush() => true;

    private void Released(Delivery delivery)
    {
        _released[delivery.Token] = delivery;
        _releaseOrder.Add(delivery.Token);
    }
}
