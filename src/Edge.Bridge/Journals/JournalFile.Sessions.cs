namespace Edge.Bridge.Journals;

// Sessions, and everything that is found when the file is opened.
internal sealed partial class JournalFile
{
    private Statement _putSession = null!;
    private Statement _removeSession = null!;
    private Statement _putSubscription = null!;
    private Statement _removeSubscription = null!;
    private Statement _removeSubscriptions = null!;
    private Statement _removeAllInbound = null!;
    private Statement _putTopic = null!;
    private Statement _removeTopics = null!;
    private Statement _readSequences = null!;

    /// <summary>Adds a session, or changes it; its subscriptions are apart.</summary>
    public void PutSession(StoredSession session)
    {
        StoredWill? will = session.Will;
        _putSession.Bind(session.Id).Bind(session.ClientId).Bind(session.IsClean ? 1 : 0).Bind(session.DisconnectedAt)
            .Bind(will?.Topic.Utf8Bytes).Bind(will?.Payload).Bind((long?)will?.QualityOfService ?? 0)
            .Bind(will?.IsRetained == true ? 1 : 0).Bind(will?.GraceMs ?? 0).Bind(session.Link).Execute();
    }

    /// <summary>Adds a subscription, or changes its QoS.</summary>
    public void PutSubscription(long session, TopicFilter filter, QualityOfService granted) =>
        _putSubscription.Bind(session).Bind(filter.Utf8Bytes).Bind((int)granted).Execute();

    /// <summary>Takes a subscription out.</summary>
    public void RemoveSubscription(long session, TopicFilter filter) =>
        _removeSubscription.Bind(session).Bind(filter.Utf8Bytes).Execute();

    /// <summary>Adds a topic's number.</summary>
    public void PutTopic(long session, int id, Topic topic) =>
        _putTopic.Bind(session).Bind(id).Bind(topic.Utf8Bytes).Execute();

    /// <summary>Takes a session out with everything that waits for it.</summary>
    /// <returns>The messages that waited for it.</returns>
    public int RemoveSession(long session)
    {
        List<long> sequences = [];
        for (_readSequences.Bind(session); _readSequences.Read();)
        {
            sequences.Add(_readSequences.Number(0));
        }

        foreach (long sequence in sequences)
        {
            RemoveDelivery(session, sequence);
        }

        _removeSubscriptions.Bind(session).Execute();
        _removeAllInbound.Bind(session).Execute();
        _removeTopics.Bind(session).Execute();
        _removeSession.Bind(session).Execute();
        return sequences.Count;
    }

    /// <summary>Reads what is known without the messages themselves.</summary>
    /// <exception cref="JournalException">It cannot be read; the message says why and names the file.</exception>
    public JournalContents Load()
    {
        try
        {
            return LoadAll();
        }
        catch (JournalException failure)
        {
            throw Explain(Path, failure);
        }
    }

    private JournalContents LoadAll()
    {
        JournalContents contents = new()
        {
            LastMessage = _database.Execute("SELECT max(id) FROM message"),
            LastSession = _database.Execute("SELECT max(id) FROM session"),
            Bytes = _database.Execute(
                $"SELECT sum({StoredMessage.BytesFor(0, 0)} + length(topic) + length(payload)) FROM message"),
        };

        using (Statement deliveries = new(_database.Handle, "SELECT recipient, sequence, released FROM delivery ORDER BY 1, 2"))
        {
            while (deliveries.Read())
            {
                StoredRecipient recipient = contents.Recipient(deliveries.Number(0));
                recipient.LastSequence = deliveries.Number(1);
                recipient.Count++;
                if (deliveries.Number(2) != 0)
                {
                    recipient.Released.Add(deliveries.Number(1));
                }
            }
        }

        using (Statement inbound = new(_database.Handle, "SELECT recipient, identifier FROM inbound"))
        {
            while (inbound.Read())
            {
                contents.Recipient(inbound.Number(0)).Inbound.Add((int)inbound.Number(1));
            }
        }

        LoadSessions(contents);
        return contents;
    }

    private void LoadSessions(JournalContents contents)
    {
        Dictionary<long, StoredSession> byId = [];
        using (Statement sessions = new(_database.Handle, "SELECT * FROM session ORDER BY id"))
        {
            while (sessions.Read())
            {
                byte[] topic = sessions.Bytes(4);
                StoredWill? will = topic.Length == 0 ? null : new StoredWill(
                    Topic.FromUtf8(topic, 0, topic.Length), sessions.Bytes(5), (QualityOfService)sessions.Number(6),
                    sessions.Number(7) != 0, (int)sessions.Number(8));
                StoredSession session = new(
                    sessions.Number(0), sessions.Text(1), sessions.Number(2) != 0,
                    sessions.IsNull(3) ? null : sessions.Number(3), will)
                {
                    Link = sessions.IsNull(9) ? null : sessions.Text(9),
                };
                byId[session.Id] = session;
                contents.Sessions.Add(session);
            }
        }

        LoadTopics(byId);
        using Statement subscriptions = new(_database.Handle, "SELECT session, filter, qos FROM subscription");
        while (subscriptions.Read())
        {
            byte[] filter = subscriptions.Bytes(1);
            if (byId.TryGetValue(subscriptions.Number(0), out StoredSession? session))
            {
                session.Subscriptions.Add(
                    (TopicFilter.FromUtf8(filter, 0, filter.Length), (QualityOfService)subscriptions.Number(2)));
            }
        }
    }

    private void LoadTopics(Dictionary<long, StoredSession> byId)
    {
        using Statement topics = new(_database.Handle, "SELECT session, name FROM topic ORDER BY session, id");
        while (topics.Read())
        {
            byte[] name = topics.Bytes(1);
            if (byId.TryGetValue(topics.Number(0), out StoredSession? session))
            {
                session.Topics.Add(Topic.FromUtf8(name, 0, name.Length));
            }
        }
    }

    private void PrepareSessions()
    {
        _putSession = _database.Prepare("INSERT OR REPLACE INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        _removeSession = _database.Prepare("DELETE FROM session WHERE id = ?");
        _putSubscription = _database.Prepare("INSERT OR REPLACE INTO subscription VALUES (?, ?, ?)");
        _removeSubscription = _database.Prepare("DELETE FROM subscription WHERE session = ? AND filter = ?");
        _removeSubscriptions = _database.Prepare("DELETE FROM subscription WHERE session = ?");
        _removeAllInbound = _database.Prepare("DELETE FROM inbound WHERE recipient = ?");
        _putTopic = _database.Prepare("INSERT OR REPLACE INTO topic VALUES (?, ?, ?)");
        _removeTopics = _database.Prepare("DELETE FROM topic WHERE session = ?");
        _readSequences = _database.Prepare("SELECT sequence FROM delivery WHERE recipient = ?");
    }

    // A message that came for a session in the moment in which that ended has nobody to go to.
    private void Sweep()
    {
        const string Gone = "recipient <> 0 AND recipient NOT IN (SELECT id FROM session)";
        _database.Execute("BEGIN IMMEDIATE");
        _database.Execute(
            $"""
            UPDATE message SET recipients = recipients - (SELECT count(*) FROM delivery WHERE message = message.id AND {Gone})
            WHERE id IN (SELECT message FROM delivery WHERE {Gone})
            """);
        _database.Execute($"DELETE FROM delivery WHERE {Gone}");
        _database.Execute("DELETE FROM message WHERE recipients <= 0");
        _database.Execute($"DELETE FROM inbound WHERE {Gone}");
        _database.Execute("COMMIT");
    }
}
