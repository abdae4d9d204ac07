using Edge.Testing;

namespace Edge.Mqtt.Tests.Wire;

public class FixedHeaderTests
{
    [Fact]
    [Rule("2.2.2-2")]
    [Rule("3.6.1-1")]
    public void Every_first_byte_is_accepted_or_refused_as_the_tables_of_2_2_say()
    {
        for (int first = 0; first < 256; first++)
        {
            int flags = first & 15;
            Violation expected = (first >> 4) switch
            {
                0 or 15 => Violation.ReservedPacketType,
                3 when (flags & 6) == 6 => Violation.QualityOfService,
                3 when flags is 8 or 9 => Violation.DuplicateAtMostOnce,
                3 => Violation.None,
                6 or 8 or 10 => flags == 2 ? Violation.None : Violation.FixedHeaderFlags,
                _ => flags == 0 ? Violation.None : Violation.FixedHeaderFlags,
            };

            ReadResult result = FixedHeader.Read([(byte)first], 0, 1, out _, out _, out Violation violation);

            Assert.Equal((first, expected), (first, violation));
            Assert.Equal(expected == Violation.None ? ReadResult.Incomplete : ReadResult.Malformed, result);
        }
    }

    // Table 2.4 of the standard.
    [Theory]
    [InlineData(0, "00")]
    [InlineData(127, "7F")]
    [InlineData(128, "8001")]
    [InlineData(16_383, "FF7F")]
    [InlineData(16_384, "808001")]
    [InlineData(2_097_151, "FFFF7F")]
    [InlineData(2_097_152, "80808001")]
    [InlineData(FixedHeader.RemainingLengthMax, "FFFFFF7F")]
    public void A_remaining_length_takes_the_bytes_of_the_standards_table(int remainingLength, string hex)
    {
        byte[] buffer = new byte[6];
        byte[] bytes = Convert.FromHexString("E0" + hex);

        Assert.Equal(bytes.Length, FixedHeader.Bytes(remainingLength));
        Assert.Equal(1 + bytes.Length, FixedHeader.Write(buffer, 1, 0xE0, remainingLength));
        Assert.Equal(bytes, buffer[1..(1 + bytes.Length)]);
        Assert.Equal(ReadResult.Complete, FixedHeader.Read(bytes, 0, bytes.Length, out int header, out int read, out _));
        Assert.Equal((bytes.Length, remainingLength), (header, read));
    }
}
