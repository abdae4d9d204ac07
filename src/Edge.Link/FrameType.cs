namespace Edge.Link;

/// <summary>What a frame is for: bits 7..5 of its first header byte.</summary>
public enum FrameType
{
    /// <summary>Who speaks and whom it knows. Its check is the only one that is not seeded with the boot ids.</summary>
    Hello = 0,

    /// <summary>Sequence number of the next reliable message expected; no payload.</summary>
    Ack = 1,

    /// <summary>A message that is repeated until acknowledged.</summary>
    Reliable = 2,

    /// <summary>A message that is sent once.</summary>
    Unreliable = 3,
}
