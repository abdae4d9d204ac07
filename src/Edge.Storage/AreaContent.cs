namespace Edge.Storage;

/// <summary>What an area begins with.</summary>
internal enum AreaContent
{
    /// <summary>Nothing.</summary>
    Blank,

    /// <summary>Something that no store has written whole.</summary>
    Unknown,

    /// <summary>A log of another version.</summary>
    OtherVersion,

    /// <summary>A log, whole or not.</summary>
    Log,
}
