using Edge.Bridge.Configuration;
using Edge.Bridge.Loop;
using Microsoft.Extensions.Logging;

namespace Edge.Bridge.Journals;

/// <summary>What is in custody, seen from the loop: changes are gathered here, written together, and those who wait for them
/// are told. Nothing here waits for a disk.</summary>
internal sealed partial class Journal : ILoopTask
{
    // How long what nobody waits for may wait for company.
    private const int LazyMs = 50;

    // How long after a failure the disk is tried again.
    private const int RetryMs = 1000;

    private readonly JournalWriter _writer;
    private readonly JournalOptions _options;
    private readonly Func<long> _freeBytes;
    private readonly IWakeup _slot;
    private readonly ILogger _logger;
    private List<JournalChange> _gathered = [];
    private long _now;
    private long _lazyDue = Deadline.Never;
    private long _retryDue = Deadline.Never;
    private bool _isUrgent;
    private bool _isRelief;

    /// <param name="writer">Writes.</param>
    /// <param name="options">How much it takes.</param>
    /// <param name="freeBytes">Free bytes of the disk.</param>
    /// <param name="slot">Its place in the loop.</param>
    /// <param name="logger">Told when the disk fails and when it is well again.</param>
    public Journal(
        JournalWriter writer, JournalOptions options, Func<long> freeBytes, IWakeup slot, ILogger logger)
    {
        _writer = writer;
        _options = options;
        _freeBytes = freeBytes;
        _slot = slot;
        _logger = logger;
        writer.Wakeup = slot;
        Contents = writer.Load();
        UsedBytes = Contents.Bytes;
        LastMessage = Contents.LastMessage;
    }

    /// <summary>What the file held when it was opened.</summary>
    public JournalContents Contents { get; }

    /// <summary>Bytes of messages that are durable.</summary>
    public long UsedBytes { get; private set; }

    /// <summary>Why nothing can be written; null while that goes well.</summary>
    public JournalException? Failure { get; private set; }

    /// <summary>Nothing waits to be written.</summary>
    public bool IsSettled => _gathered.Count == 0 && _writer.IsIdle;

    /// <summary>Transactions written.</summary>
    public long Commits { get; private set; }

    /// <summary>What transactions took, synchronisation included.</summary>
    public LatencyHistogram CommitLatency { get; } = new();

    private long LastMessage { get; set; }

    /// <summary>Gives a new message its row.</summary>
    public StoredMessage Message(Topic topic, byte[] payload, bool isRetained, long receivedAt) =>
        new(++LastMessage, topic, payload, isRetained, receivedAt);

    /// <summary>Writes something that takes no room, behind everything that was asked for before.</summary>
    /// <param name="apply">Writes it.</param>
    /// <param name="written">It is durable; null for nobody.</param>
    /// <param name="isUrgent">Somebody waits for it.</param>
    public void Write(Action<JournalFile> apply, Action? written, bool isUrgent) =>
        Add(new JournalChange(apply, written, isUrgent, false));

    /// <summary>Writes something that makes room, or reads; its order among the others does not matter.</summary>
    /// <param name="apply">Writes it.</param>
    /// <param name="written">It is durable; null for nobody.</param>
    /// <param name="isUrgent">Somebody waits for it.</param>
    public void Relieve(Action<JournalFile> apply, Action? written, bool isUrgent) =>
        Add(new JournalChange(apply, written, isUrgent, true));

    /// <summary>What waits without hurry is written now.</summary>
    public void Hurry()
    {
        _isUrgent = true;
        _slot.Wake();
    }

    /// <inheritdoc/>
    public int Poll(long now)
    {
        _now = now;
        if (_writer.Take() is { } batch)
        {
            Finish(batch);
        }

        Unpark();
        if (_writer.IsIdle && (_retryDue == Deadline.Never || now >= _retryDue))
        {
            Begin();
        }

        long due = Math.Min(_lazyDue, _retryDue);
        due = _parked.Count > 0 ? Math.Min(due, now + RetryMs) : due;
        return _writer.IsIdle ? Deadline.Remaining(due, now) : Deadline.Idle;
    }

    private void Add(JournalChange change)
    {
        _gathered.Add(change);
        if (change.IsUrgent)
        {
            _isUrgent = true;
            _slot.Wake();
        }
        else if (_lazyDue == Deadline.Never)
        {
            _lazyDue = _now + LazyMs;
            _slot.Wake();
        }
    }

    private void Begin()
    {
        // After a failure an empty transaction is one, too: it tells that the disk can be written again.
        bool isDue = _isUrgent || _now >= _lazyDue || Failure != null;
        if ((_gathered.Count == 0 && Failure == null) || !isDue)
        {
            return;
        }

        List<JournalChange> changes = _gathered;
        _gathered = [];
        if (_isRelief)
        {
            _gathered = changes.FindAll(change => !change.IsRelief);
            changes = changes.FindAll(change => change.IsRelief);
        }

        _isUrgent = false;
        _lazyDue = Deadline.Never;
        _retryDue = Deadline.Never;
        _writer.Begin(new JournalBatch(changes));
    }

    private void Finish(JournalBatch batch)
    {
        if (batch.Failure is { } failure)
        {
            Fail(batch, failure);
            return;
        }

        Commits++;
        CommitLatency.Add(batch.Microseconds);
        UsedBytes -= batch.FreedBytes;
        bool wasRelief = _isRelief;
        _isRelief = false;
        if (Failure != null && !wasRelief)
        {
            Failure = null;
            LogWell();
        }

        foreach (JournalChange change in batch.Changes)
        {
            change.Written?.Invoke();
        }
    }

    // Nothing of it was written: it is tried again, and as long as that fails nobody is told that anything is safe.
    private void Fail(JournalBatch batch, JournalException failure)
    {
        if (Failure == null)
        {
            LogFailure(failure.Message);
        }

        Failure = failure;
        batch.Changes.AddRange(_gathered);
        _gathered = batch.Changes;
        _isRelief = true;
        _retryDue = _now + RetryMs;
    }

    [LoggerMessage(Level = LogLevel.Error, Message =
        "journal: {Error}; nothing new is acknowledged until it can be written again")]
    private partial void LogFailure(string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "journal: written again")]
    private partial void LogWell();
}
