using Edge.Bridge.Configuration;

namespace Edge.Bridge.Links;

/// <summary>How long a message waits on a half-duplex line without errors, by the line's settings alone: from handing it
/// over, on either side, until it has arrived whole, if it fits into one turn.</summary>
/// <param name="line">A line with <see cref="LineDuplex.Half"/>.</param>
internal sealed class LineLatency(LineOptions line)
{
    // A start bit, eight of data, a stop bit.
    private const int BitsPerByte = 10;

    // On the line: address, header and check 7, where the acknowledgement stands and what it covers 4, stuffing and
    // delimiter 2, the bitmap of the longest span 16.
    private const int AckBytesMax = 7 + 4 + 2 + 16;

    // A hello on the line: what a station that does not answer is sent.
    private const int HelloBytes = 30;

    // The time-out for its answer: two turnarounds and this at most.
    private const int AnswerMsMax = 500;

    // What an Edge client gives an answer by default.
    private const int AnswerTimeoutMs = 20_000;

    // A body on the line: one byte of stuffing for each 254 begun, and the delimiter.
    private const int StuffedRunBytes = 254;
    private const int StuffingAndDelimiterBytes = 2;

    /// <summary>Milliseconds at most when every station and the bridge use all of every turn, and one station a round
    /// does not answer.</summary>
    public long BusyMs => line.PollMs + (Stations * FullTurnMs) + DeadPollMs + FullTurnMs;

    /// <summary>Milliseconds at most when nobody has anything else to say.</summary>
    public long QuietMs => line.PollMs + (Stations * TurnMs(0)) + TurnMs(1);

    /// <summary>Seconds of keep-alive with which neither side takes such a wait for the other's death: the bridge closes
    /// after one and a half times as many without a byte, an Edge client after seven eighths and its
    /// time-out for answers.</summary>
    public int KeepAliveSeconds
    {
        get
        {
            // Between two turns of a station: those of all others. The bridge, too, has its say before it hears it again.
            long othersMs = line.PollMs + ((Stations - 1) * FullTurnMs) + DeadPollMs + (2 * line.TurnaroundMs);
            long bridgeMs = othersMs + (FullTurnMs / 2);
            double seconds = Math.Max(bridgeMs / 1.5, (othersMs - AnswerTimeoutMs) * 8 / 7.0) / 1000;
            return (int)Math.Ceiling(seconds);
        }
    }

    private int Stations => line.Stations.Count;

    private long FullTurnMs => TurnMs(2 * line.WindowFrames);

    private long DeadPollMs => LineMs(HelloBytes) + (2 * line.TurnaroundMs) + AnswerMsMax;

    private int FrameLineBytes =>
        line.FrameBytesMax + StuffingAndDelimiterBytes + ((line.FrameBytesMax - 1) / StuffedRunBytes);

    // One station's turn: the bridge's frames and then the station's, an acknowledgement in each direction.
    private long TurnMs(int frames) =>
        (2 * line.TurnaroundMs) + (frames * LineMs(FrameLineBytes)) + (2 * LineMs(AckBytesMax));

    private long LineMs(int bytes) => ((bytes * BitsPerByte * 1000L) + line.Baud - 1) / line.Baud;
}
