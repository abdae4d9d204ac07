namespace Edge.Bridge.Journals;

/// <summary>What the journal holds for one recipient, apart from the messages themselves.</summary>
internal sealed class StoredRecipient
{
    /// <summary>The last place taken; 0 for none.</summary>
    public long LastSequence { get; set; }

    /// <summary>Messages that wait or are under way.</summary>
    public int Count { get; set; }

    /// <summary>Places of QoS 2 messages whose PUBREC has come.</summary>
    public List<long> Released { get; } = [];

    /// <summary>Identifiers of QoS 2 messages that were taken from it and not released by it.</summary>
    public List<int> Inbound { get; } = [];
}
