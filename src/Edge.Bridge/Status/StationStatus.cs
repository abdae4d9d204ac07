using System.Globalization;
using Edge.Link;

namespace Edge.Bridge.Status;

/// <summary>The vital signs of one station of a raw line; frames sent, received and damaged are counted by line.</summary>
/// <param name="Station">Its number.</param>
/// <param name="IsUp">It answers.</param>
/// <param name="Device">The client id of the device that is connected there; null for none.</param>
/// <param name="Services">What it says it speaks.</param>
/// <param name="Resent">Frames sent to it again.</param>
/// <param name="Duplicates">Frames that came again.</param>
/// <param name="BadHellos">Hellos of another version, of a life that is over, or without sense.</param>
/// <param name="TimeOuts">Times that its answer did not come in time.</param>
/// <param name="Silences">Times that it was given up for silent.</param>
/// <param name="Reboots">Times that it came back restarted.</param>
/// <param name="RoundTripMs">The measured round trip; 0 before the first.</param>
/// <param name="Way">How much goes to it.</param>
internal sealed record StationStatus(
    int Station, bool IsUp, string? Device, IReadOnlyList<string> Services, long Resent, long Duplicates, long BadHellos,
    long TimeOuts, long Silences, long Reboots, int RoundTripMs, WayStatus Way)
{
    /// <summary>As it is now.</summary>
    /// <param name="link">The way to it.</param>
    /// <param name="device">The client id of the device that is connected there; null for none.</param>
    public static StationStatus Of(LinkEndpoint link, string? device)
    {
        LinkCounters counters = link.Counters;
        return new StationStatus(
            link.Station,
            link.IsUp,
            device,
            Links.Services.Names(link.PeerServices),
            counters.FramesResent,
            counters.Duplicates,
            counters.BadHellos,
            counters.TimeOuts,
            counters.SilencesSeen,
            counters.RebootsSeen,
            counters.RoundTripMs,
            WayStatus.Of(link, link.GoodputBytesPerSecond));
    }

    /// <summary>For a person: what there is to say of the way to it.</summary>
    public override string ToString() => $"round trip {RoundTripMs} ms, {Way}";
}

/// <summary>How much goes to the other end of a link.</summary>
/// <param name="BitErrorRate">The estimated share of bits that are damaged on the way.</param>
/// <param name="PayloadBytes">Payload bytes that a frame carries now.</param>
/// <param name="GoodputBytesPerSecond">Payload bytes a second that were acknowledged.</param>
/// <param name="BoundBytesPerSecond">Payload bytes a second that are possible with such frames and so many errors.</param>
/// <param name="Share">Of the bound that was reached, 0 to about 1; a line that has little to carry reaches little.</param>
internal sealed record WayStatus(
    double BitErrorRate, int PayloadBytes, int GoodputBytesPerSecond, int BoundBytesPerSecond, double Share)
{
    /// <summary>As it is now.</summary>
    public static WayStatus Of(LinkEndpoint link, int goodputBytesPerSecond)
    {
        int bound = link.BoundBytesPerSecond;
        return new WayStatus(
            link.BitErrorsPerBillion / 1e9,
            link.PayloadBytes,
            goodputBytesPerSecond,
            bound,
            bound == 0 ? 0 : Math.Round((double)goodputBytesPerSecond / bound, 3));
    }

    /// <summary>For a person.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{GoodputBytesPerSecond:N0} of {BoundBytesPerSecond:N0} B/s ({Share * 100:0} %), bit errors {BitErrorRate:0.#E+0}, {PayloadBytes} B a frame");
}
