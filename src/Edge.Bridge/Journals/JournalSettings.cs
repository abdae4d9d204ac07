namespace Edge.Bridge.Journals;

/// <summary>How much a journal takes, and what happens when that is full.</summary>
internal sealed record JournalSettings
{
    /// <summary>Bytes of messages.</summary>
    public long BytesMax { get; init; } = 1L << 30;

    /// <summary>What happens to a message without room.</summary>
    public WhenFull WhenFull { get; init; } = WhenFull.Refuse;

    /// <summary>Older messages are dropped; null to keep them for as long as it takes.</summary>
    public TimeSpan? AgeMax { get; init; }

    /// <summary>Bytes that others on the same disk are left; with less, no message is taken. 0 for none.</summary>
    public long ReserveBytes { get; init; }
}
