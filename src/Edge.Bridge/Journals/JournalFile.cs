using SQLitePCL;

namespace Edge.Bridge.Journals;

/// <summary>The journal on disk. One thread at a time; what was written between <see cref="Begin"/> and
/// <see cref="Commit"/> is there as a whole after any crash, or not at all.</summary>
internal sealed partial class JournalFile : IDisposable
{
    private readonly Database _database;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _addMessage;
    private readonly Statement _addDelivery;
    private readonly Statement _removeDelivery;
    private readonly Statement _countDown;
    private readonly Statement _removeMessage;
    private readonly Statement _release;
    private readonly Statement _addInbound;
    private readonly Statement _removeInbound;
    private readonly Statement _oldest;

    /// <summary>Opens a journal, or makes one.</summary>
    /// <param name="path">The file; SQLite puts a second one beside it.</param>
    /// <param name="vfs">SQLite's name of the file system; null for the machine's.</param>
    /// <exception cref="JournalException">It cannot be used; the message says why and names the file.</exception>
    public JournalFile(string path, string? vfs = null)
    {
        Path = path;
        try
        {
            if (vfs == null)
            {
                CreatePrivate(path);
            }

            _database = new Database(path, vfs);
            Configure(path);
            Sweep();
            _begin = _database.Prepare("BEGIN IMMEDIATE");
            _commit = _database.Prepare("COMMIT");
            _rollback = _database.Prepare("ROLLBACK");
            _addMessage = _database.Prepare("INSERT INTO message VALUES (?, ?, ?, ?, ?, ?)");
            _addDelivery = _database.Prepare("INSERT INTO delivery VALUES (?, ?, ?, ?, 0)");
            _removeDelivery = _database.Prepare("DELETE FROM delivery WHERE recipient = ? AND sequence = ? RETURNING message");
            _countDown = _database.Prepare(
                "UPDATE message SET recipients = recipients - 1 WHERE id = ? AND recipients > 1 RETURNING recipients");
            _removeMessage = _database.Prepare(
                "DELETE FROM message WHERE id = ? RETURNING length(topic) AS topic_bytes, length(payload) AS payload_bytes");
            _release = _database.Prepare("UPDATE delivery SET released = 1 WHERE recipient = ? AND sequence = ?");
            _addInbound = _database.Prepare("INSERT OR IGNORE INTO inbound VALUES (?, ?)");
            _removeInbound = _database.Prepare("DELETE FROM inbound WHERE recipient = ? AND identifier = ?");
            _oldest = _database.Prepare("SELECT received_at FROM message ORDER BY id LIMIT 1");
            PrepareSessions();
            PrepareDeliveries();
        }
        catch (JournalException failure)
        {
            _database?.Dispose();
            throw Explain(path, failure);
        }
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Bytes of the messages that were removed since the last call.</summary>
    public long TakeFreedBytes()
    {
        long freed = _freedBytes;
        _freedBytes = 0;
        return freed;
    }

    /// <summary>Begins a transaction.</summary>
    public void Begin()
    {
        // A transaction that failed and could not be undone at that time.
        Rollback();
        _begin.Execute();
    }

    /// <summary>Ends it; when this returns, a power cut loses nothing of it.</summary>
    /// <exception cref="JournalException">It is not certain that it is durable; then <see cref="Rollback"/>.</exception>
    public void Commit() => _commit.Execute();

    /// <summary>Carries the log over into the file, so that its room can be used again: on a full disk there is no other.
    /// </summary>
    public void ReuseLog() => _database.Execute("PRAGMA wal_checkpoint(PASSIVE)");

    /// <summary>Undoes what was written since <see cref="Begin"/>.</summary>
    public void Rollback()
    {
        _freedBytes = 0;
        if (raw.sqlite3_get_autocommit(_database.Handle) == 0)
        {
            _rollback.Execute();
        }
    }

    /// <summary>Adds a message and its deliveries.</summary>
    public void Add(StoredMessage message, ReadOnlySpan<Delivery> deliveries)
    {
        _addMessage.Bind(message.Id).Bind(message.Topic.Utf8Bytes).Bind(message.Payload).Bind(message.IsRetained ? 1 : 0)
            .Bind(message.ReceivedAt).Bind(deliveries.Length).Execute();
        foreach (Delivery delivery in deliveries)
        {
            _addDelivery.Bind(delivery.Recipient).Bind(delivery.Sequence).Bind(message.Id)
                .Bind((int)delivery.QualityOfService).Execute();
        }
    }

    /// <summary>Takes a delivery out, and its message with the last one; does nothing when it is gone already.</summary>
    /// <returns>True when it was there.</returns>
    public bool RemoveDelivery(long recipient, long sequence)
    {
        bool wasThere = _removeDelivery.Bind(recipient).Bind(sequence).Read();
        if (wasThere)
        {
            long message = _removeDelivery.Number(0);
            _removeDelivery.Stop();
            RemoveRecipient(message);
        }

        return wasThere;
    }

    /// <summary>A QoS 2 message was received by its recipient and is to be released.</summary>
    public void Release(long recipient, long sequence) => _release.Bind(recipient).Bind(sequence).Execute();

    /// <summary>A QoS 2 message was taken from a peer under this identifier.</summary>
    public void AddInbound(long recipient, int identifier) => _addInbound.Bind(recipient).Bind(identifier).Execute();

    /// <summary>The peer has released it.</summary>
    public void RemoveInbound(long recipient, int identifier) => _removeInbound.Bind(recipient).Bind(identifier).Execute();

    /// <summary>When the oldest message came, milliseconds since 1970; null when there is none.</summary>
    public long? OldestReceivedAt()
    {
        if (!_oldest.Read())
        {
            return null;
        }

        long receivedAt = _oldest.Number(0);
        _oldest.Stop();
        return receivedAt;
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    // What devices say is nobody else's business; what SQLite puts beside the file gets the same mode.
    private static void CreatePrivate(string path)
    {
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            new FileStream(path, options).Dispose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"{path} cannot be opened: {failure.Message}");
        }
    }

    // A single process has the file, so SQLite needs no shared memory; a commit returns when the log is on the platter.
    private void Configure(string path)
    {
        _database.Execute("PRAGMA locking_mode = EXCLUSIVE");
        JournalSchema.Check(_database, path);
        _database.Execute("PRAGMA journal_mode = WAL");
        _database.Execute("PRAGMA synchronous = FULL");
        _database.Execute("PRAGMA wal_autocheckpoint = 1000");
        Checkpoint();
        JournalSchema.Bring(_database);
    }

    // Takes the lock now, so that a second bridge on the same file is told at once. What an earlier process had written and
    // not synchronised is found here, and may be acted upon: so it is made durable first.
    private void Checkpoint()
    {
        try
        {
            if (_database.Execute("PRAGMA wal_checkpoint(TRUNCATE)") != 0)
            {
                throw new JournalException(raw.SQLITE_BUSY, "its log is being read");
            }
        }
        catch (JournalException failure) when (failure.IsFull)
        {
            // The log was synchronised before there was no room to carry it over; that is enough.
        }
    }

    private void RemoveRecipient(long message)
    {
        if (_countDown.Bind(message).Read())
        {
            _countDown.Stop();
            return;
        }

        if (_removeMessage.Bind(message).Read())
        {
            _freedBytes += StoredMessage.BytesFor((int)_removeMessage.Number(0), (int)_removeMessage.Number(1));
            _removeMessage.Stop();
        }
    }

    private static JournalException Explain(string path, JournalException failure) =>
        failure.Code == 0 ? failure
        : failure.IsBusy ? new JournalException($"{path} is in use by another process")
        : failure.IsDamaged ? new JournalException(
            $"{path} is damaged or no journal ({failure.Message}); move it away to start with an empty one")
        : new JournalException($"{path} cannot be opened: {failure.Message}");
}
