namespace Edge.Bridge.Journals;

/// <summary>What a journal held when it was opened, without the messages themselves.</summary>
internal sealed class JournalContents
{
    /// <summary>The last row of a message; 0 for none.</summary>
    public long LastMessage { get; init; }

    /// <summary>The last row of a session; 0 for none.</summary>
    public long LastSession { get; init; }

    /// <summary>Room that the messages take, about.</summary>
    public long Bytes { get; init; }

    /// <summary>By recipient: 0 is the uplink, others are sessions.</summary>
    public Dictionary<long, StoredRecipient> Recipients { get; } = [];

    /// <summary>The sessions.</summary>
    public List<StoredSession> Sessions { get; } = [];

    /// <summary>A recipient, with nothing if nothing was there.</summary>
    public StoredRecipient Recipient(long id)
    {
        if (!Recipients.TryGetValue(id, out StoredRecipient? recipient))
        {
            recipient = new StoredRecipient();
            Recipients[id] = recipient;
        }

        return recipient;
    }
}
