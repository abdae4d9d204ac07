namespace Edge.Storage;

/// <summary>What was found where a record may be.</summary>
internal enum RecordReading
{
    /// <summary>A record whose check is right.</summary>
    Whole,

    /// <summary>Nothing was written from here on.</summary>
    Blank,

    /// <summary>Something else.</summary>
    Damaged,

    /// <summary>The area failed.</summary>
    Unreadable,
}
