using Edge.Testing;

namespace Edge.Mqtt.Tests.Wire;

/// <summary>The wire's table, read and written.</summary>
public class WireTests
{
    private static readonly Dictionary<string, WireRow> Rows =
        AcceptedRows.All.Concat(MalformedRows.All).ToDictionary(row => row.Meaning);

    public static TheoryData<string> Accepted => [.. AcceptedRows.All.Select(row => row.Meaning)];

    public static TheoryData<string> Written => [.. AcceptedRows.All.Where(row => row.IsWritten).Select(row => row.Meaning)];

    public static TheoryData<string> Malformed => [.. MalformedRows.All.Select(row => row.Meaning)];

    [Theory]
    [MemberData(nameof(Accepted))]
    [Rule("2.3.1-5")]
    [Rule("3.3.2-1")]
    public void A_well_formed_packet_is_read(string meaning)
    {
        byte[] bytes = Rows[meaning].Bytes;

        Assert.Equal(Complete(bytes.Length, Rows[meaning]), new PacketDecoder().Decode(bytes, 0, bytes.Length));
    }

    [Theory]
    [MemberData(nameof(Written))]
    [Rule("2.2.2-1")]
    [Rule("2.3.1-5")]
    [Rule("3.1.2-3")]
    [Rule("3.1.2-9")]
    [Rule("3.1.2-11")]
    [Rule("3.1.2-13")]
    [Rule("3.1.2-15")]
    [Rule("3.1.2-18")]
    [Rule("3.1.2-19")]
    [Rule("3.1.2-20")]
    [Rule("3.1.2-21")]
    [Rule("3.1.3-1")]
    [Rule("3.1.3-3")]
    [Rule("3.3.2-1")]
    [Rule("3.6.1-1")]
    [Rule("3.8.1-1")]
    [Rule("3.10.1-1")]
    [Rule("3.10.3-1")]
    [Rule("3.14.1-1")]
    [Rule("4.3.1-1")]
    public void A_packet_is_written_byte_for_byte(string meaning) =>
        Assert.Equal(Convert.ToHexString(Rows[meaning].Bytes), Convert.ToHexString(PacketEncoder.Encode(Rows[meaning].Packet!)));

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_packet_is_the_same_byte_by_byte_and_at_every_split(string meaning)
    {
        byte[] bytes = Rows[meaning].Bytes;
        PacketDecoder decoder = new();
        Outcome whole = Complete(bytes.Length, Rows[meaning]);
        // What follows in the buffer are the packets behind, and no part of this one.
        byte[] buffer = [0xFF, .. bytes, .. bytes];
        byte[] growing = new byte[bytes.Length];
        for (int count = 0; count < bytes.Length; count++)
        {
            // Byte by byte into one buffer; and the first of two parts lying in front of anything.
            Assert.Equal(Outcome.Incomplete, decoder.Decode(growing, 0, count));
            Assert.Equal(Outcome.Incomplete, decoder.Decode(buffer, 1, count));
            growing[count] = bytes[count];
        }

        Assert.Equal(whole, decoder.Decode(growing, 0, growing.Length));
        Assert.Equal(whole, decoder.Decode(buffer, 1, bytes.Length));
        Assert.Equal(whole, decoder.Decode(buffer, 1, buffer.Length - 1));
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    [Rule("1.5.3-1")]
    [Rule("1.5.3-2")]
    [Rule("2.3.1-1")]
    [Rule("3.3.1-2")]
    [Rule("3.3.1-4")]
    [Rule("3.3.2-2")]
    [Rule("3.9.3-2")]
    [Rule("4.7.3-1")]
    [Rule("4.7.3-2")]
    public void A_malformed_packet_is_refused_with_the_rule_it_breaks(string meaning)
    {
        byte[] bytes = Rows[meaning].Bytes;
        PacketDecoder decoder = new();

        Assert.Equal(Outcome.Malformed(Rows[meaning].Violation), decoder.Decode(bytes, 0, bytes.Length));
        for (int count = 0; count < bytes.Length; count++)
        {
            // A part may show the mistake already, but never another one.
            Outcome part = decoder.Decode(bytes, 0, count);
            Assert.True(part == Outcome.Incomplete || part == Outcome.Malformed(Rows[meaning].Violation), $"{count}: {part}");
        }
    }

    [Fact]
    public void The_table_has_every_packet_both_ways()
    {
        PacketType[] types = Enum.GetValues<PacketType>();

        Assert.Equal(types, AcceptedRows.All.Where(row => row.IsWritten).Select(row => row.Packet!.Type).Distinct().Order());
        Assert.Equal(types, MalformedRows.All.Where(row => row.Violation != Violation.ReservedPacketType)
            .Select(row => (PacketType)(row.Bytes[0] >> 4)).Distinct().Order());
    }

    private static Outcome Complete(int bytes, WireRow row) => new(ReadResult.Complete, Violation.None, bytes, row.Packet);
}
