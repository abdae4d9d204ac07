using System;

namespace Edge.Link;

/// <summary>What one end of a link is told. Both ends agree on what cannot be negotiated: the bit rate, the station, the
/// duplex and the check; one of them is the primary.</summary>
public sealed class LinkOptions
{
    /// <summary>The largest window.</summary>
    public const int WindowMax = 32;

    internal const int SpanMax = 4 * WindowMax;

    // The smallest limit of a message that can be set.
    internal const int MessageBytesMin = 64;

    /// <summary>True on the bridge, false on the device. It names the direction of a frame.</summary>
    public bool IsPrimary { get; set; }

    /// <summary>The station, 0 to <see cref="Frame.StationMax"/>; 0 on a line of two.</summary>
    public int Station { get; set; }

    /// <summary>Names this life of this end: not 0, and another one after each boot (random, or a counter kept in
    /// flash).</summary>
    public uint BootId { get; set; }

    /// <summary>True on a line that carries one direction at a time: the ends take turns, and the primary gives
    /// them.</summary>
    public bool IsHalfDuplex { get; set; }

    /// <summary>Milliseconds, 0 to 10,000: the longest time from the last byte of one turn until the first of the next,
    /// the line's switching and the other end's thinking included. Used on half-duplex lines.</summary>
    public int TurnaroundMs { get; set; }

    /// <summary>The check sequence of the frames.</summary>
    public FrameCheck Check { get; set; }

    /// <summary>The longest body of a frame in bytes, <see cref="Frame.BodyBytesMin"/> to
    /// <see cref="Frame.BodyBytesMax"/>, check sequence included. The ends may differ; frames fit the smaller.</summary>
    public int FrameBytesMax { get; set; } = 128;

    /// <summary>The longest message that this end takes, in bytes, 64 to 65,535.</summary>
    public int MessageBytesMax { get; set; } = 256;

    /// <summary>Frames in a turn at most (W), 1 to <see cref="WindowMax"/>; both ends keep to the smaller. Four times as
    /// many (S) may be under way before the first of them has arrived, and both ends have memory for them.</summary>
    public int Window { get; set; } = 4;

    /// <summary>Milliseconds, 0 to 60,000, that the primary of a half-duplex line leaves a station alone that had nothing
    /// to say.</summary>
    public int PollMs { get; set; } = 50;

    /// <summary>What this end speaks, told to the other in the hello: 8 bits, <see cref="LinkServices"/>.</summary>
    public int Services { get; set; }

    /// <summary>Bits per second of the line (10 for a byte), from which the shortest time-out follows; 0 when it has
    /// none.</summary>
    public int BitRate { get; set; }

    /// <summary>What makes the delays before opening the carrier again differ from a neighbour's.</summary>
    public uint Seed { get; set; }

    internal int FcsBytes => Check == FrameCheck.Fcs16 ? 2 : 4;

    internal int OverheadBytes => Frame.PayloadOffset + FcsBytes;

    internal int PayloadBytesMax => FrameBytesMax - OverheadBytes;

    /// <summary>Bytes on the line of an acknowledgement without a bitmap and without a delimiter before it.</summary>
    internal int AckLineBytes => Frame.LineBytesMax(OverheadBytes);

    internal int Span => 4 * Window;

    /// <summary>Milliseconds that bytes take on the line, rounded up; 0 without a bit rate.</summary>
    internal int LineMs(int bytes) => BitRate == 0 ? 0 : (int)((((long)bytes * 10_000) + BitRate - 1) / BitRate);

    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal LinkOptions Validated()
    {
        if (BootId == 0)
        {
            throw new ArgumentException("the boot id must not be 0, which stands for unknown");
        }

        if (Station < 0 || Station > Frame.StationMax)
        {
            throw new ArgumentException("the station must be 0 to 127");
        }

        if (FrameBytesMax < Frame.BodyBytesMin || FrameBytesMax > Frame.BodyBytesMax)
        {
            throw new ArgumentException("the longest frame body must be 32 to 256 bytes");
        }

        if (MessageBytesMax < MessageBytesMin || MessageBytesMax > 65_535)
        {
            throw new ArgumentException("the longest message must be 64 to 65,535 bytes");
        }

        if (Window < 1 || Window > WindowMax)
        {
            throw new ArgumentException("the window must be 1 to 32 frames");
        }

        if (TurnaroundMs < 0 || TurnaroundMs > 10_000 || PollMs < 0 || PollMs > 60_000)
        {
            throw new ArgumentException("the turnaround must be 0 to 10,000 ms and the poll interval 0 to 60,000 ms");
        }

        if (BitRate != 0 && BitRate < 50)
        {
            throw new ArgumentException("the bit rate must be 50 or more, or 0 for none");
        }

        if (IsHalfDuplex && BitRate == 0)
        {
            throw new ArgumentException("a half-duplex line needs its bit rate, from which a turn's end is told");
        }

        return this;
    }
}
