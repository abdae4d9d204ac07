namespace Edge.Bridge.Journals;

/// <summary>One recipient's messages in their order: the first ones under way, the next ones in memory, all others on
/// disk alone.</summary>
internal sealed partial class Outbox
{
    // What of it is in memory, besides what is under way.
    private const int ReadyMax = 256;
    private const int ReadyBytesMax = 1 << 20;

    private readonly Journal _journal;
    private readonly long _recipient;
    private readonly Queue<Delivery> _ready = [];
    private readonly Dictionary<int, Delivery> _underWay = [];
    private IOutboxTarget? _target;
    private int _readyBytes;
    private int _windowMax;

    // Taken out of the journal, and not durably so: a crash would send them again.
    private int _fading;

    // The last place taken, the last that is durable, the last that is in memory or was handed out.
    private long _last;
    private long _stored;
    private long _loaded;
    private long _handedOut;

    // No message under way has a place before this one.
    private long _oldest;

    // The last place that was sent, or may have been; so many behind it may have been, too, before this process began.
    private long _sent;
    private int _uncertain;
    /// <param name="journal">Keeps the messages.</param>
    /// <param name="recipient">0 for the uplink, else a session's row.</param>
    /// <param name="found">What the journal held when it was opened.</param>
    /// <param name="windowMax">So many of them were under way at a time.</param>
    public Outbox(Journal journal, long recipient, StoredRecipient found, int windowMax)
    {
        _journal = journal;
        _recipient = recipient;
        _last = found.LastSequence;
        _stored = found.LastSequence;
        _uncertain = Math.Min(windowMax, found.Count);
        Count = found.Count;
    }

    /// <summary>Durable messages that the recipient has not acknowledged.</summary>
    public int Count { get; private set; }

    /// <summary>Messages dropped, by permission.</summary>
    public long Dropped { get; private set; }

    /// <summary>The recipient's next message, which becomes durable with the change that takes it in.</summary>
    public Delivery Add(StoredMessage message, QualityOfService qualityOfService) =>
        new(_recipient, ++_last, message, qualityOfService);

    /// <summary>A message of this recipient is durable.</summary>
    public void Stored(Delivery delivery)
    {
        bool isCaughtUp = _loaded >= _stored;
        _stored = delivery.Sequence;
        Count++;
        if (_target != null && isCaughtUp && !_isReading && !_isDropping && _ready.Count < ReadyMax
            && _readyBytes + delivery.Message.Bytes <= ReadyBytesMax)
        {
            Ready(delivery);
        }

        Pump();
    }

    /// <summary>Messages go to this target from now on, beginning with the oldest.</summary>
    /// <param name="target">Takes them.</param>
    /// <param name="windowMax">So many are under way at a time.</param>
    public void Open(IOutboxTarget target, int windowMax)
    {
        _target = target;
        _windowMax = windowMax;
        Pump();
    }

    /// <summary>The target is gone, with whatever it knew: what was under way is sent again.</summary>
    public void Close()
    {
        _target = null;
        _underWay.Clear();
        Forget(0);
        _handedOut = 0;
    }

    /// <summary>A message under way, by its token; null when there is none.</summary>
    public Delivery? UnderWay(int token) => _underWay.GetValueOrDefault(token);

    /// <summary>The recipient has acknowledged a message for good: it leaves the journal.</summary>
    public void Acknowledged(int token)
    {
        if (_underWay.Remove(token, out Delivery? delivery))
        {
            Sent(delivery.Sequence);
            Remove(delivery.Sequence);
        }
    }

    /// <summary>A message that was released in an earlier life is under way again; it needs no sending.</summary>
    public void Resume(Delivery delivery) => _underWay[delivery.Token] = delivery;

    /// <summary>Hands out as many messages as the target takes.</summary>
    public void Pump()
    {
        if (_target == null || _isDropping)
        {
            return;
        }

        while (_underWay.Count + _fading < _windowMax && _ready.TryPeek(out Delivery? delivery)
            && IsIdentifierFree(delivery.Sequence)
            && _target.Send(delivery, isResend: delivery.Sequence <= _sent))
        {
            _ready.Dequeue();
            _readyBytes -= delivery.Message.Bytes;
            _handedOut = delivery.Sequence;
            Sent(delivery.Sequence);
            _underWay[delivery.Token] = delivery;
        }

        if (_ready.Count == 0 && _loaded < _stored && !_isReading && _dropDue == null)
        {
            Read();
        }
    }

    private void Remove(long sequence)
    {
        Count--;
        _fading++;
        _journal.Relieve(
            file => file.RemoveDelivery(_recipient, sequence),
            () =>
            {
                _fading--;
                Pump();
            },
            isUrgent: false);
        if (_underWay.Count + _fading >= _windowMax)
        {
            _journal.Hurry();
        }
    }

    private void Ready(Delivery delivery)
    {
        _ready.Enqueue(delivery);
        _readyBytes += delivery.Message.Bytes;
        _loaded = delivery.Sequence;
    }

    // A place that is read or sent twice counts once.
    private void Sent(long sequence)
    {
        if (sequence > _sent)
        {
            _sent = sequence;
            _uncertain -= _uncertain > 0 ? 1 : 0;
        }
    }

    // False as long as a message under way is so old that its identifier would come again.
    private bool IsIdentifierFree(long sequence)
    {
        if (sequence - _oldest >= Delivery.SpanMax)
        {
            _oldest = sequence;
            foreach (Delivery delivery in _underWay.Values)
            {
                _oldest = Math.Min(_oldest, delivery.Sequence);
            }
        }

        return sequence - _oldest < Delivery.SpanMax;
    }
}
