namespace Edge.Mqtt;

/// <summary>What a reader found. On anything but <see cref="Complete"/> it has not moved.</summary>
public enum ReadResult
{
    /// <summary>All there and well-formed.</summary>
    Complete,

    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>A rule is broken; the reader names it.</summary>
    Malformed,
}
