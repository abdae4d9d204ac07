namespace Edge.Bridge.Journals;

/// <summary>Changes that are written in one transaction.</summary>
internal sealed class JournalBatch(List<JournalChange> changes)
{
    /// <summary>In the order in which they were asked for.</summary>
    public List<JournalChange> Changes => changes;

    /// <summary>Why nothing of it was written; null when all of it is durable.</summary>
    public JournalException? Failure { get; set; }

    /// <summary>Room that it has made, in bytes.</summary>
    public long FreedBytes { get; set; }

    /// <summary>What writing and synchronising took, in microseconds.</summary>
    public long Microseconds { get; set; }
}
