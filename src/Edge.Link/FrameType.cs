namespace Edge.Link;

/// <summary>What a frame is for: bits 7..5 of its first header byte.</summary>
public enum FrameType
{
    /// <summary>Who speaks and whom it knows. Its check is the only one that is not seeded with the boot ids.</summary>
    Hello = 0,

    /// <summary>The sequence number of the next reliable frame expected, and a bitmap of those that have come beyond
    /// it. On a half-duplex line it is also the poll, and the answer of who has nothing to say.</summary>
    Ack = 1,

    /// <summary>A piece of a message that is repeated until acknowledged.</summary>
    Reliable = 2,

    /// <summary>As <see cref="Reliable"/>; the first byte of the payload is an acknowledgement without a
    /// bitmap.</summary>
    ReliableAck = 3,

    /// <summary>The first piece of a message that is sent once.</summary>
    Unreliable = 4,

    /// <summary>A further piece of a message that is sent once.</summary>
    UnreliableNext = 5,

    /// <summary>As <see cref="Reliable"/>, but what it carries is thrown away at the other end: the line is being
    /// measured.</summary>
    Test = 6,
}
