namespace Edge;

/// <summary>What happens to a publish for which there is no room. What is in flight is never dropped.</summary>
public enum WhenFull
{
    /// <summary>It is refused, and nothing that was taken is lost.</summary>
    Refuse,

    /// <summary>The oldest messages that were not sent yet make room.</summary>
    DropOldest,

    /// <summary>Messages that were not sent yet, and that a later one of the same topic has overtaken, make room.</summary>
    NewestPerTopic,
}
