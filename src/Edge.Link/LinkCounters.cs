namespace Edge.Link;

/// <summary>What a link has done and seen since it was made. One thread writes; numbers only grow, but for the round
/// trip.</summary>
public sealed class LinkCounters
{
    /// <summary>Frames put on the line, of any type and resent ones too.</summary>
    public long FramesSent;

    /// <summary>Frames whose check and address were right.</summary>
    public long FramesReceived;

    /// <summary>Reliable frames put on the line again.</summary>
    public long FramesResent;

    /// <summary>Times that an acknowledgement did not come in time.</summary>
    public long TimeOuts;

    /// <summary>Dropped: a reliable frame that had arrived before. It is acknowledged again.</summary>
    public long Duplicates;

    /// <summary>Dropped: a reliable frame beyond the span, or an acknowledgement of what is not under way.</summary>
    public long OutOfSequence;

    /// <summary>Dropped: the check sequence is wrong, by a line error or because the frame is of an earlier
    /// life.</summary>
    public long CheckFailed;

    /// <summary>Dropped: more bytes without a delimiter than a frame may have.</summary>
    public long TooLong;

    /// <summary>Dropped: fewer bytes than any frame has.</summary>
    public long TooShort;

    /// <summary>Dropped: our own frame, come back.</summary>
    public long Echoes;

    /// <summary>Dropped: for or from another station.</summary>
    public long WrongStation;

    /// <summary>Dropped: a type that this version does not know, or a message without a byte.</summary>
    public long UnknownType;

    /// <summary>Dropped: a message or an acknowledgement before any hello, so that its check cannot be
    /// computed.</summary>
    public long BeforeHello;

    /// <summary>Dropped: a hello of another version, of a life that is over, or one that makes no sense.</summary>
    public long BadHellos;

    /// <summary>Hellos put on the line.</summary>
    public long HellosSent;

    /// <summary>Hellos understood.</summary>
    public long HellosReceived;

    /// <summary>Times that the peer came with a new boot id.</summary>
    public long RebootsSeen;

    /// <summary>Times that the peer was given up for silent.</summary>
    public long SilencesSeen;

    /// <summary>Times that the carrier was opened or tried to.</summary>
    public long CarrierOpens;

    /// <summary>Messages taken from above.</summary>
    public long MessagesSent;

    /// <summary>Reliable messages that the peer has acknowledged.</summary>
    public long MessagesAcknowledged;

    /// <summary>Reliable messages lost because the peer rebooted before it acknowledged them.</summary>
    public long MessagesDropped;

    /// <summary>Messages given to the user.</summary>
    public long MessagesReceived;

    /// <summary>Dropped: unreliable frames that came while the message before had not been released.</summary>
    public long MessagesRefused;

    /// <summary>Dropped: a piece of a message that cannot be whole any more, because another piece is lost or it is too
    /// long.</summary>
    public long FragmentsDropped;

    /// <summary>Bytes of reliable messages and of tests that the peer has.</summary>
    public long BytesAcknowledged;

    /// <summary>Bytes of the peer's tests.</summary>
    public long TestBytesReceived;

    /// <summary>The smoothed round trip in milliseconds, the peer's time to take a message included; 0 before the
    /// first.</summary>
    public int RoundTripMs;
}
