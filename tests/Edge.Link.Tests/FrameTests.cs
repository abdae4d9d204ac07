using Edge.Simulation;

namespace Edge.Link.Tests;

/// <summary>The wire as a table. The frames were computed with zlib's crc32 and another COBS.</summary>
public class FrameTests
{
    private const uint PrimaryBootId = 0x11223344;
    private const uint SecondaryBootId = 0xA1B2C3D4;

    // hex | type, sequence, payload, sent by the primary, station
    public static TheoryData<string, FrameType, int, string, bool, int> Frames => new()
    {
        // "answer me": version, flags, own boot id, nobody known, 249 bytes
        {
            "01 01 01 07 01 01 D4 C3 B2 A1 01 01 01 02 F9 05 B7 19 25 89 00",
            FrameType.Hello, 0, "01 01 D4 C3 B2 A1 00 00 00 00 F9 00", false, 0
        },
        {
            "02 80 01 02 01 0A 44 33 22 11 D4 C3 B2 A1 F9 05 9A FB 5F 16 00",
            FrameType.Hello, 0, "01 00 44 33 22 11 D4 C3 B2 A1 F9 00", true, 0
        },
        { "01 07 20 2A B3 30 C7 E8 00", FrameType.Ack, 0x2A, "", false, 0 },
        { "03 80 20 05 E5 E2 49 D2 00", FrameType.Ack, 0, "", true, 0 },
        { "0C 80 40 FF 45 64 67 65 CA 4C 41 F2 00", FrameType.Reliable, 255, "45 64 67 65", true, 0 },
        { "03 05 80 01 01 01 01 05 E3 F3 93 07 00", FrameType.Unreliable, 0, "00 00 00 00", false, 5 },
        // the longest body: 256 bytes, in two blocks
        { "FF 81 40 01 07*249 F7 58 03 05 6F 00", FrameType.Reliable, 1, "07*249", true, 1 },
    };

    // hex | what is wrong, seen by the primary of station 0
    public static TheoryData<string, string> NoFrames => new()
    {
        { "01 08 43 07 78 6F 8D 93 6C 00", "" },
        { "01 02 40 05 78 F1 A5 94 21 00", nameof(LinkCounters.CheckFailed) },
        { "01 03 40 00", nameof(LinkCounters.TooShort) },
        { "05 00", nameof(LinkCounters.TooShort) },
        { "07 01 02 03 04 05 06 00", nameof(LinkCounters.TooShort) },
        { "01 00", nameof(LinkCounters.TooShort) },
        { "01 02 40 04 78 F1 A5 94 21 00", nameof(LinkCounters.CheckFailed) },
        { "01 07 20 2B B3 30 C7 E8 00", nameof(LinkCounters.CheckFailed) },
        { "01 02 E0 06 78 91 F8 EC F8 00", nameof(LinkCounters.UnknownType) },
        { "01 02 50 06 78 81 06 B2 3D 00", "" },
        { "03 80 40 06 78 CA 13 CD CC 00", nameof(LinkCounters.Echoes) },
        { "03 09 40 06 78 7B EA 9C 5C 00", nameof(LinkCounters.WrongStation) },
        { "FF 07*254 04 07*3 00", nameof(LinkCounters.TooLong) },
        { "FF 07*254 FF 07*254 FF 07*254 02 07 00", nameof(LinkCounters.TooLong) },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public void A_frame_is_written_as_the_table_says(
        string hex, FrameType type, int sequence, string payloadHex, bool fromPrimary, int station)
    {
        byte[] payload = Hex.Parse(payloadHex);
        byte[] padded = [9, 9, .. payload, 9];
        FrameEncoder encoder = new(Fcs32, fromPrimary, station) { Seed = Seed };
        byte[] buffer = new byte[5 + Frame.LineBytesMax(payload.Length + Frame.OverheadBytes(4))];
        int end = encoder.Encode(buffer, 5, type, 0, sequence, 0, padded, 2, payload.Length);
        Assert.Equal(Hex.Parse(hex), buffer[5..end]);
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void A_frame_is_read_byte_by_byte_and_at_every_split(
        string hex, FrameType type, int sequence, string payloadHex, bool fromPrimary, int station)
    {
        byte[] frame = Hex.Parse(hex);
        byte[] payload = Hex.Parse(payloadHex);
        LinkCounters counters = new();
        FrameDecoder decoder = NewDecoder(!fromPrimary, station, counters);
        for (int split = 0; split < frame.Length; split++)
        {
            Assert.Equal(split, decoder.Decode(frame, 0, split));
            Assert.False(decoder.IsFrameReady);
            Assert.Equal(frame.Length - split, decoder.Decode(frame, split, frame.Length - split));
            AssertReady();
        }

        for (int i = 0; i < frame.Length; i++)
        {
            Assert.Equal(1, decoder.Decode(frame, i, 1));
            Assert.Equal(i == frame.Length - 1, decoder.IsFrameReady);
        }

        AssertReady();
        Assert.Equal(frame.Length + 1, counters.FramesReceived);
        Assert.Equal(0, Drops(counters));

        void AssertReady()
        {
            Assert.True(decoder.IsFrameReady);
            Assert.Equal(type, decoder.Type);
            Assert.Equal(sequence, decoder.Sequence);
            Assert.Equal(payload, decoder.Body.Skip(Frame.PayloadOffset).Take(decoder.PayloadCount));
        }
    }

    [Theory]
    [MemberData(nameof(NoFrames))]
    public void What_is_no_frame_is_dropped_and_counted_by_cause_and_the_next_frame_is_read(string hex, string cause)
    {
        byte[] bytes = Hex.Parse(hex);
        byte[] next = Hex.Parse("01 07 20 2A B3 30 C7 E8 00");
        for (int split = 0; split <= bytes.Length; split++)
        {
            LinkCounters counters = new();
            FrameDecoder decoder = NewDecoder(true, 0, counters);
            decoder.Decode(bytes, 0, split);
            decoder.Decode(bytes, split, bytes.Length - split);
            if (cause.Length > 0)
            {
                Assert.False(decoder.IsFrameReady);
                Assert.Equal(1L, typeof(LinkCounters).GetField(cause)!.GetValue(counters));
                Assert.Equal(1, Drops(counters));
            }

            decoder.Decode(next, 0, next.Length);
            Assert.True(decoder.IsFrameReady);
            Assert.Equal(0x2A, decoder.Sequence);
        }
    }

    [Fact]
    public void Nothing_but_a_hello_can_be_checked_before_the_peer_is_known()
    {
        LinkCounters counters = new();
        FrameDecoder decoder = new(Fcs32, true, 0, 1, new byte[256], counters);
        byte[] ack = Hex.Parse("01 07 20 2A B3 30 C7 E8 00");
        decoder.Decode(ack, 0, ack.Length);
        Assert.False(decoder.IsFrameReady);
        Assert.Equal(1, counters.BeforeHello);
    }

    [Fact]
    public void Delimiters_without_a_frame_between_them_are_nothing()
    {
        LinkCounters counters = new();
        FrameDecoder decoder = NewDecoder(true, 0, counters);
        decoder.Decode(new byte[1000], 0, 1000);
        Assert.Equal(0, Drops(counters));
    }

    [Fact]
    public void Mutated_frames_never_throw_and_every_frame_after_them_is_read()
    {
        const ulong seed = 20260731;
        SeededRandom random = new(seed);
        byte[][] frames =
        [
            .. Frames.Where(row => row.Data.Item5 == false && row.Data.Item6 == 0).Select(row => Hex.Parse(row.Data.Item1)),
            .. NoFrames.Select(row => Hex.Parse(row.Data.Item1)),
        ];
        byte[] good = Hex.Parse("00 01 07 20 2A B3 30 C7 E8 00");
        byte[] line = new byte[2000];
        LinkCounters counters = new();
        FrameDecoder decoder = NewDecoder(true, 0, counters);
        for (int run = 0; run < 1_000_000; run++)
        {
            byte[] frame = frames[random.Next(frames.Length)];
            int length = random.Next(8) == 0 ? random.Next(frame.Length) : frame.Length;
            Array.Copy(frame, line, length);
            for (int hits = 1 + random.Next(3); hits > 0 && length > 0; hits--)
            {
                line[random.Next(length)] = (byte)random.NextUInt64();
            }

            Array.Copy(good, 0, line, length, good.Length);
            length += good.Length;
            bool isGoodRead = false;
            for (int at = 0; at < length;)
            {
                int used = decoder.Decode(line, at, Math.Min(length - at, 1 + random.Next(64)));
                Assert.True(used > 0, $"seed {seed} run {run}: nothing was used");
                at += used;
                isGoodRead = decoder.IsFrameReady && decoder.Sequence == 0x2A && at == length;
            }

            Assert.True(isGoodRead, $"seed {seed} run {run}: the frame after the mutated one was not read");
        }
    }

    [Fact]
    public void A_frame_of_an_earlier_life_never_passes()
    {
        LinkCounters counters = new();
        FrameDecoder decoder = NewDecoder(true, 0, counters);
        FrameEncoder encoder = new(Fcs32, false, 0);
        SeededRandom random = new(7);
        byte[] buffer = new byte[300];
        for (int run = 0; run < 10_000; run++)
        {
            encoder.Seed = SeedOf(PrimaryBootId, (uint)random.NextUInt64());
            int end = encoder.Encode(buffer, 0, FrameType.Reliable, 0, 0, 0, [1, 2, 3], 0, 3);
            decoder.Decode(buffer, 0, end);
            Assert.False(decoder.IsFrameReady);
        }

        Assert.Equal(10_000, counters.CheckFailed);
    }

    private static Fcs Fcs32 { get; } = new(FrameCheck.Fcs32);

    private static uint Seed => SeedOf(PrimaryBootId, SecondaryBootId);

    private static uint SeedOf(uint primary, uint secondary) => Fcs32.Update(Fcs32.Update(Fcs32.Initial, primary), secondary);

    private static FrameDecoder NewDecoder(bool isPrimary, int station, LinkCounters counters)
    {
        FrameDecoder decoder = new(Fcs32, isPrimary, station, 1, new byte[256], counters);
        decoder.SetSeed(station, Seed);
        return decoder;
    }

    private static long Drops(LinkCounters c) =>
        c.CheckFailed + c.TooLong + c.TooShort + c.Echoes + c.WrongStation + c.UnknownType + c.BeforeHello;
}
