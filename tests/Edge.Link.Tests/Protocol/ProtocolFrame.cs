using System.Globalization;

namespace Edge.Link.Tests.Protocol;

/// <summary>A row of the table of frames.</summary>
internal sealed class ProtocolFrame
{
    internal const uint PrimaryBootId = 0x11223344;
    internal const uint SecondaryBootId = 0xA1B2C3D4;

    internal ProtocolFrame(string[] cells)
    {
        Name = cells[0];
        Check = CheckOf(cells[1]);
        IsReduced = One(cells[2], "plain", "R") == 1;
        IsFromPrimary = One(cells[3], "secondary", "primary") == 1;
        Station = Number(cells[4]);
        Type = Enum.Parse<FrameType>(cells[5]);
        HasMore = One(cells[6], "no", "yes") == 1;
        Remaining = Number(cells[7]);
        Sequence = Convert.ToInt32(cells[8], 16);
        Payload = Hex.Parse(cells[9]);
        Line = Hex.Parse(cells[10]);
    }

    internal string Name { get; }

    internal FrameCheck Check { get; }

    internal bool IsReduced { get; }

    internal bool IsFromPrimary { get; }

    internal int Station { get; }

    internal FrameType Type { get; }

    internal bool HasMore { get; }

    internal int Remaining { get; }

    internal int Sequence { get; }

    internal byte[] Payload { get; }

    internal byte[] Line { get; }

    internal static FrameCheck CheckOf(string text) =>
        One(text, "FCS-32", "FCS-16") == 0 ? FrameCheck.Fcs32 : FrameCheck.Fcs16;

    internal static uint SeedOf(Fcs fcs) =>
        fcs.Update(fcs.Update(fcs.Initial, PrimaryBootId), SecondaryBootId);

    internal static FrameDecoder NewDecoder(FrameCheck check, bool isPrimary, int station, LinkCounters counters)
    {
        Fcs fcs = new(check);
        FrameDecoder decoder = new(fcs, isPrimary, station, 1, new byte[Frame.BodyBytesMax], counters);
        decoder.SetSeed(station, SeedOf(fcs));
        return decoder;
    }

    internal byte[] Encoded()
    {
        Fcs fcs = new(Check);
        FrameEncoder encoder = new(fcs, IsFromPrimary, Station) { Seed = SeedOf(fcs), IsReduced = IsReduced };
        byte[] buffer = new byte[Frame.LineBytesMax(Payload.Length + Frame.OverheadBytes(fcs.Bytes))];
        // The encoder is told the acknowledgement apart from what follows it.
        int acknowledged = Type == FrameType.ReliableAck ? 1 : 0;
        int end = encoder.Encode(
            buffer, 0, Type, Remaining | (HasMore ? Frame.MoreBit : 0), Sequence, Payload.FirstOrDefault(), Payload,
            acknowledged, Payload.Length - acknowledged);
        return buffer[..end];
    }

    internal void AssertIsIn(FrameDecoder decoder)
    {
        Assert.True(decoder.IsFrameReady, Name);
        Assert.Equal(
            (Station, Type, HasMore, Remaining, Sequence),
            (decoder.Station, decoder.Type, decoder.HasMore, decoder.Remaining, decoder.Sequence));
        Assert.Equal(Payload, decoder.Body.Skip(Frame.PayloadOffset).Take(decoder.PayloadCount));
    }

    private static int One(string text, string zero, string one) => text == zero ? 0 : text == one ? 1
        : throw new FormatException($"'{text}' is neither '{zero}' nor '{one}'");

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
