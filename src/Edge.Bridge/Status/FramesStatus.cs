using Edge.Link;

namespace Edge.Bridge.Status;

/// <summary>The frames of a raw line, since the start or over a time.</summary>
/// <param name="Sent">Put on the line, of any kind and those sent again too.</param>
/// <param name="Received">Came whole and for this end.</param>
/// <param name="Bad">Dropped, by cause.</param>
/// <param name="Resent">Put on the line again.</param>
/// <param name="Duplicates">Came again and were dropped.</param>
/// <param name="OutOfSequence">Dropped: beyond what may be under way.</param>
/// <param name="TimeOuts">Times that an answer did not come in time.</param>
/// <param name="Silences">Times that the other end was given up for silent.</param>
/// <param name="Reboots">Times that the other end came back restarted.</param>
internal sealed record FramesStatus(
    long Sent, long Received, BadFramesStatus Bad, long Resent, long Duplicates, long OutOfSequence, long TimeOuts,
    long Silences, long Reboots)
{
    /// <summary>What these have counted together; the same counters twice count once.</summary>
    public static FramesStatus Of(IEnumerable<LinkCounters> counters)
    {
        LinkCounters[] all = [.. counters.Distinct()];
        return new FramesStatus(
            all.Sum(c => c.FramesSent),
            all.Sum(c => c.FramesReceived),
            BadFramesStatus.Of(all),
            all.Sum(c => c.FramesResent),
            all.Sum(c => c.Duplicates),
            all.Sum(c => c.OutOfSequence),
            all.Sum(c => c.TimeOuts),
            all.Sum(c => c.SilencesSeen),
            all.Sum(c => c.RebootsSeen));
    }

    /// <summary>What was counted since an earlier look.</summary>
    public FramesStatus Since(FramesStatus earlier) => new(
        Sent - earlier.Sent,
        Received - earlier.Received,
        Bad.Since(earlier.Bad),
        Resent - earlier.Resent,
        Duplicates - earlier.Duplicates,
        OutOfSequence - earlier.OutOfSequence,
        TimeOuts - earlier.TimeOuts,
        Silences - earlier.Silences,
        Reboots - earlier.Reboots);
}

/// <summary>Frames that were dropped, by cause.</summary>
/// <param name="CheckFailed">The check sequence is wrong, by a line error or because the frame is of an earlier life.</param>
/// <param name="TooLong">More bytes than a frame may have.</param>
/// <param name="TooShort">Fewer bytes than any frame has.</param>
/// <param name="Echoes">Our own, come back.</param>
/// <param name="WrongStation">For or from another station.</param>
/// <param name="UnknownType">Of a type that this version does not know, or empty.</param>
/// <param name="BeforeHello">Not to be checked before the other end has said hello.</param>
/// <param name="BadHellos">Hellos of another version, of a life that is over, or without sense.</param>
internal sealed record BadFramesStatus(
    long CheckFailed, long TooLong, long TooShort, long Echoes, long WrongStation, long UnknownType, long BeforeHello,
    long BadHellos)
{
    /// <summary>All of them.</summary>
    public long Total => Causes.Sum(cause => cause.Count);

    // A word for a person, and how many.
    private IEnumerable<(string Name, long Count)> Causes =>
    [
        ("check", CheckFailed), ("too long", TooLong), ("too short", TooShort), ("echo", Echoes),
        ("other station", WrongStation), ("unknown type", UnknownType), ("before hello", BeforeHello),
        ("bad hello", BadHellos),
    ];

    /// <summary>What these have counted together.</summary>
    public static BadFramesStatus Of(LinkCounters[] all) => new(
        all.Sum(c => c.CheckFailed),
        all.Sum(c => c.TooLong),
        all.Sum(c => c.TooShort),
        all.Sum(c => c.Echoes),
        all.Sum(c => c.WrongStation),
        all.Sum(c => c.UnknownType),
        all.Sum(c => c.BeforeHello),
        all.Sum(c => c.BadHellos));

    /// <summary>What was counted since an earlier look.</summary>
    public BadFramesStatus Since(BadFramesStatus earlier) => new(
        CheckFailed - earlier.CheckFailed,
        TooLong - earlier.TooLong,
        TooShort - earlier.TooShort,
        Echoes - earlier.Echoes,
        WrongStation - earlier.WrongStation,
        UnknownType - earlier.UnknownType,
        BeforeHello - earlier.BeforeHello,
        BadHellos - earlier.BadHellos);

    /// <summary>For a person: the number, and the causes that there were.</summary>
    public override string ToString()
    {
        string causes = string.Join(", ", Causes.Where(cause => cause.Count > 0).Select(cause => $"{cause.Count} {cause.Name}"));
        return causes.Length == 0 ? "0 bad" : $"{Total} bad ({causes})";
    }
}
