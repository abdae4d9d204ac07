using System;

namespace Edge.Link;

/// <summary>What one end of a link is told. Both ends agree on the station; one of them is the primary.</summary>
public sealed class LinkOptions
{
    /// <summary>True on the bridge, false on the device. It names the direction of a frame.</summary>
    public bool IsPrimary { get; set; }

    /// <summary>The station, 0 to <see cref="Frame.StationMax"/>; 0 on a line of two.</summary>
    public int Station { get; set; }

    /// <summary>Names this life of this end: not 0, and another one after each boot (random, or a counter kept in
    /// flash).</summary>
    public uint BootId { get; set; }

    /// <summary>The longest body of a frame in bytes, <see cref="Frame.BodyBytesMin"/> to
    /// <see cref="Frame.BodyBytesMax"/>, check sequence included. The ends may differ; messages fit the smaller.</summary>
    public int FrameBytesMax { get; set; } = Frame.BodyBytesMax;

    /// <summary>Bits per second of the line (10 for a byte), from which the shortest time-out follows; 0 when it has
    /// none.</summary>
    public int BitRate { get; set; }

    /// <summary>What makes the delays before opening the carrier again differ from a neighbour's.</summary>
    public uint Seed { get; set; }

    /// <summary>Milliseconds that bytes take on the line, rounded up; 0 without a bit rate.</summary>
    internal int LineMs(int bytes) => BitRate == 0 ? 0 : (int)((((long)bytes * 10_000) + BitRate - 1) / BitRate);

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
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
            throw new ArgumentException("the longest frame body must be 24 to 256 bytes");
        }

        if (BitRate != 0 && BitRate < 50)
        {
            throw new ArgumentException("the bit rate must be 50 or more, or 0 for none");
        }
    }
}
