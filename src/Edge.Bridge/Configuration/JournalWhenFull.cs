namespace Edge.Bridge.Configuration;

/// <summary>What happens to messages when the journal has no more room.</summary>
internal enum JournalWhenFull
{
    /// <summary>No new message is taken; nothing is deleted.</summary>
    Refuse,

    /// <summary>The oldest message makes room.</summary>
    DropOldest,

    /// <summary>The older messages of a topic make room for its newest, then the oldest of all.</summary>
    NewestPerTopic,
}
