namespace Edge.MqttSn.Tests.Wire;

/// <summary>The wire is a table: messages.txt, read and written.</summary>
public class WireTests
{
    [Fact]
    public void Every_row_is_read_as_what_it_means()
    {
        foreach (WireRow row in WireRow.All)
        {
            Assert.All(row.Read(), read => Assert.Equal($"{row} {row.Meaning}", $"{row} {read}"));
        }

        Assert.InRange(WireRow.All.Length, 130, int.MaxValue);
    }

    [Fact]
    public void Every_row_that_is_sent_is_written_as_its_bytes_and_nothing_else_is_touched()
    {
        foreach (WireRow row in WireRow.All.Where(row => row.IsWritten))
        {
            byte[] buffer = new byte[row.Bytes.Length + 8];
            Array.Fill(buffer, (byte)0xEE);
            int end = MessageText.Write(row.Meaning, buffer, 3);
            Assert.Equal(row.ToString(), $"{row.Who} | {Hex.Text(buffer, 3, end - 3)} | {row.Meaning}");
            Assert.All(buffer.Take(3).Concat(buffer.Skip(end)), b => Assert.Equal(0xEE, b));
        }
    }

    [Fact]
    public void Every_message_cut_or_lengthened_by_any_number_of_bytes_has_a_wrong_length()
    {
        foreach (WireRow row in WireRow.All.Where(row => !row.IsViolation))
        {
            byte[] longer = [.. row.Bytes, 0];
            for (int count = 0; count <= longer.Length; count++)
            {
                if (count != row.Bytes.Length)
                {
                    Assert.Equal("!Length", MessageText.Read(new MessageFromClient(), longer, 0, count));
                    Assert.Equal("!Length", MessageText.Read(new MessageFromGateway(), longer, 0, count));
                }
            }
        }
    }

    [Fact]
    public void A_message_shows_nothing_of_the_one_before_it_when_it_breaks_a_rule()
    {
        MessageFromGateway message = new();
        Assert.Equal(Violation.None, message.Read(Hex.Bytes("02 17"), 0, 2));
        Assert.Equal(MessageType.Pingresp, message.Type);
        Assert.Equal(Violation.ReservedType, message.Read(Hex.Bytes("02 03"), 0, 2));
        Assert.Equal(MessageType.None, message.Type);
    }

    [Theory]
    [InlineData(0, 7, "07")]
    [InlineData(247, 254, "FE")]
    [InlineData(248, 257, "01 01 01")]
    [InlineData(249, 258, "01 01 02")]
    [InlineData(65_526, 65_535, "01 FF FF")]
    public void A_message_of_more_than_254_bytes_has_the_long_header_and_none_has_255(
        int payloadBytes, int messageBytes, string begin)
    {
        byte[] payload = new byte[payloadBytes];
        byte[] buffer = new byte[messageBytes];
        Assert.Equal(messageBytes, MessageHeader.MessageBytes(MessageWriter.PublishFieldBytes + payloadBytes));
        Assert.Equal(messageBytes, MessageWriter.Publish(buffer, 0, 0, 5, 0, payload, 0, payloadBytes));
        Assert.StartsWith(begin, Hex.Text(buffer), StringComparison.Ordinal);
        MessageFromClient message = new();
        Assert.Equal(Violation.None, message.Read(buffer, 0, messageBytes));
        Assert.Equal(payloadBytes, message.RestLength);
    }

    [Fact]
    public void A_message_of_exactly_255_bytes_is_read()
    {
        byte[] datagram = new byte[255];
        Hex.Bytes("FF 0C 00 00 05 00 00").CopyTo(datagram, 0);
        MessageFromClient message = new();
        Assert.Equal(Violation.None, message.Read(datagram, 0, 255));
        Assert.Equal(248, message.RestLength);
    }

    [Theory]
    [InlineData("05 FE 00 AB CD 02 17", Violation.None, "AB CD", "02 17")]
    [InlineData("04 FE 03 07 02 17", Violation.None, "07", "02 17")]
    [InlineData("04 FE 00 07 01 00 04 17", Violation.None, "07", "01 00 04 17")]
    [InlineData("03 FE 00 02 17", Violation.Encapsulation, "", "")]
    [InlineData("02 FE 02 17", Violation.Encapsulation, "", "")]
    [InlineData("05 FE 00 AB", Violation.Length, "", "")]
    [InlineData("05 FE 00 AB CD", Violation.Length, "", "")]
    [InlineData("05 FE 00 AB CD 03 17", Violation.Length, "", "")]
    [InlineData("05 FE 00 AB CD 02 03", Violation.ReservedType, "", "")]
    [InlineData("04 FE 00 07 04 FE 00 08 02 17", Violation.Length, "", "")]
    [InlineData("04 FE 00 07 04 FE 00 08", Violation.Encapsulation, "", "")]
    public void A_frame_of_a_forwarder_is_read(string hex, Violation expected, string nodeId, string message)
    {
        byte[] datagram = [0xEE, .. Hex.Bytes(hex)];
        Violation violation = ForwarderEncapsulation.Read(
            datagram, 1, datagram.Length - 1, out int nodeIdOffset, out int nodeIdLength, out int messageOffset);
        Assert.Equal(expected, violation);
        if (violation == Violation.None)
        {
            Assert.Equal(nodeId, Hex.Text(datagram, nodeIdOffset, nodeIdLength));
            Assert.Equal(message, Hex.Text(datagram[messageOffset..]));
        }
    }

    [Fact]
    public void A_frame_of_a_forwarder_is_written_in_front_of_its_message()
    {
        byte[] buffer = new byte[7];
        int offset = ForwarderEncapsulation.Write(buffer, 0, 0, Hex.Bytes("AB CD"), 0, 2);
        MessageWriter.Empty(buffer, offset, MessageType.Pingresp);
        Assert.Equal("05 FE 00 AB CD 02 17", Hex.Text(buffer));
        Assert.True(ForwarderEncapsulation.Is(buffer, 0, 7));
        Assert.False(ForwarderEncapsulation.Is(Hex.Bytes("01 FE 00 0C"), 0, 4));
    }
}
