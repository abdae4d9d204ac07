using Edge.Testing;

namespace Edge.Mqtt.Tests.Client;

/// <summary>What a server must not send.</summary>
public class ViolationTests : ClientTest
{
    [Theory]
    [InlineData("30 04 0001 \"t\" 31", Violation.FirstPacket)]
    [InlineData("20 03 00 00 00", Violation.PacketLength)]
    [InlineData("20 02 02 00", Violation.ConnackFlags)]
    [InlineData("20 02 00 06", Violation.ConnackFlags)]
    [InlineData("20 02 01 05", Violation.ConnackFlags)]
    [InlineData("21 02 00 00", Violation.FixedHeaderFlags)]
    [InlineData(Connack + Connack, Violation.RepeatedHandshake)]
    [InlineData(Connack + "00 00", Violation.ReservedPacketType)]
    [InlineData(Connack + "F0 00", Violation.ReservedPacketType)]
    [InlineData(Connack + "30 FFFFFFFF", Violation.RemainingLength)]
    [InlineData(Connack + "36 06 0001 \"t\" 0001 31", Violation.QualityOfService)]
    [InlineData(Connack + "38 04 0001 \"t\" 31", Violation.DuplicateAtMostOnce)]
    [InlineData(Connack + "32 05 0001 \"t\" 0000", Violation.ZeroIdentifier)]
    [InlineData(Connack + "32 04 0001 \"t\" 00", Violation.PacketLength)]
    [InlineData(Connack + "30 02 0000", Violation.TopicName)]
    [InlineData(Connack + "30 03 0001 \"#\"", Violation.TopicName)]
    [InlineData(Connack + "30 03 0001 00", Violation.TopicName)]
    [InlineData(Connack + "30 03 0001 FF", Violation.TopicName)]
    [InlineData(Connack + "30 03 0009 \"t\"", Violation.PacketLength)]
    [InlineData(Connack + "30 01 00", Violation.PacketLength)]
    [InlineData(Connack + "40 03 000100", Violation.PacketLength)]
    [InlineData(Connack + "90 03 0001 03", Violation.SubackCode)]
    [InlineData(Connack + "D0 01 00", Violation.PacketLength)]
    [InlineData(Connack + "C0 00", Violation.WrongDirection)]
    [InlineData(Connack + "E0 00", Violation.WrongDirection)]
    [InlineData(Connack + "82 06 0001 0001 \"a\" 00", Violation.WrongDirection)]
    [Rule("3.2.0-1")]
    [Rule("4.8.0-1")]
    public void A_broken_rule_is_named_and_ends_the_connection(string hex, Violation violation)
    {
        MqttClient client = Client();
        client.Poll(Now);
        Stream.Feed(hex);
        client.Poll(Now);

        Assert.Equal(violation, client.Session.LastViolation);
        Assert.Equal(DisconnectReason.ProtocolViolation, client.Session.Ending);
        Assert.Equal(StreamState.Closed, Stream.State);
    }

    [Fact]
    public void A_packet_larger_than_the_buffer_that_is_no_message_ends_the_connection_instead_of_wedging_it()
    {
        MqttClient client = Connected(Client(options => options.ReceiveBytes = 64));
        Stream.Feed("90 7F 0001 00");
        client.Poll(Now);

        Assert.Equal("ended PacketTooLarge", Handler.Events());
    }
}
