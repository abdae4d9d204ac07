namespace Edge.Link;

/// <summary>What a link has done and seen since it was made. One thread writes; numbers only grow, but for the round
/// trip.</summary>
public sealed class LinkCounters
{
    /// <summary>Frames put on the line, of any type and resent ones too.</summary>
    public long FramesSent { get; internal set; }

    /// <summary>Frames whose check and address were right.</summary>
    public long FramesReceived { get; internal set; }

    /// <summary>Reliable frames put on the line again.</summary>
    public long FramesResent { get; internal set; }

    /// <summary>Times that an acknowledgement did not come in time.</summary>
    public long TimeOuts { get; internal set; }

    /// <summary>Dropped: a reliable frame that had arrived before. It is acknowledged again.</summary>
    public long Duplicates { get; internal set; }

    /// <summary>Dropped: a reliable frame ahead of the one expected, or an acknowledgement of what is not in
    /// flight.</summary>
    public long OutOfSequence { get; internal set; }

    /// <summary>Dropped: the check sequence is wrong, by a line error or because the frame is of an earlier
    /// life.</summary>
    public long CheckFailed { get; internal set; }

    /// <summary>Dropped: more bytes without a delimiter than a frame may have.</summary>
    public long TooLong { get; internal set; }

    /// <summary>Dropped: fewer bytes than any frame has.</summary>
    public long TooShort { get; internal set; }

    /// <summary>Dropped: the stuffing ends in the middle of a block.</summary>
    public long Malformed { get; internal set; }

    /// <summary>Dropped: our own frame, come back.</summary>
    public long Echoes { get; internal set; }

    /// <summary>Dropped: for or from another station.</summary>
    public long WrongStation { get; internal set; }

    /// <summary>Dropped: a type or a header bit that this version does not know, or a message without a byte.</summary>
    public long UnknownType { get; internal set; }

    /// <summary>Dropped: a message or an acknowledgement before any hello, so that its check cannot be
    /// computed.</summary>
    public long BeforeHello { get; internal set; }

    /// <summary>Dropped: a hello of another version, or one that makes no sense.</summary>
    public long BadHellos { get; internal set; }

    /// <summary>Hellos put on the line.</summary>
    public long HellosSent { get; internal set; }

    /// <summary>Hellos understood.</summary>
    public long HellosReceived { get; internal set; }

    /// <summary>Times that the peer came with a new boot id.</summary>
    public long RebootsSeen { get; internal set; }

    /// <summary>Times that the peer was given up for silent.</summary>
    public long SilencesSeen { get; internal set; }

    /// <summary>Times that the carrier was opened or tried to.</summary>
    public long CarrierOpens { get; internal set; }

    /// <summary>Messages taken from above.</summary>
    public long MessagesSent { get; internal set; }

    /// <summary>Reliable messages that the peer has acknowledged.</summary>
    public long MessagesAcknowledged { get; internal set; }

    /// <summary>Reliable messages lost because the peer rebooted before it acknowledged them.</summary>
    public long MessagesDropped { get; internal set; }

    /// <summary>Messages given to the user.</summary>
    public long MessagesReceived { get; internal set; }

    /// <summary>Messages not taken because the one before had not been released. A reliable one comes again.</summary>
    public long MessagesRefused { get; internal set; }

    /// <summary>The smoothed round trip in milliseconds, the peer's time to take a message included; 0 before the
    /// first.</summary>
    public int RoundTripMs { get; internal set; }
}
