using Edge.Testing;

namespace Edge.Mqtt.Tests;

/// <summary>What a server makes of bytes: whole, in pieces, wrong.</summary>
public class ServerWireTests
{
    private const string Connect = "10 0E 0004 \"MQTT\" 04 02 000A 0002 \"id\"";
    private const long Now = 1_000_000;

    [Theory]
    [InlineData("C0 00", Violation.FirstPacket)]
    [InlineData("10 0E 0004 \"MQTX\" 04 02 000A 0002 \"id\"", Violation.ProtocolName)]
    [InlineData("10 0E 0004 \"MQTT\" 04 03 000A 0002 \"id\"", Violation.ConnectFlags)]
    [InlineData("10 0E 0004 \"MQTT\" 04 0A 000A 0002 \"id\"", Violation.ConnectFlags)]
    [InlineData("10 0E 0004 \"MQTT\" 04 22 000A 0002 \"id\"", Violation.ConnectFlags)]
    [InlineData("10 0E 0004 \"MQTT\" 04 42 000A 0002 \"id\"", Violation.ConnectFlags)]
    [InlineData("10 0E 0004 \"MQTT\" 04 1E 000A 0002 \"id\"", Violation.ConnectFlags)]
    [InlineData("10 0E 0004 \"MQTT\" 04 02 000A 0003 \"id\"", Violation.PacketLength)]
    [InlineData("10 0F 0004 \"MQTT\" 04 02 000A 0002 \"id\" 00", Violation.PacketLength)]
    [InlineData("10 0E 0004 \"MQTT\" 04 02 000A 0002 C080", Violation.MalformedString)]
    [InlineData("10 15 0004 \"MQTT\" 04 06 000A 0002 \"id\" 0001 \"#\" 0002 \"xx\"", Violation.TopicName)]
    [InlineData(Connect + Connect, Violation.RepeatedHandshake)]
    [InlineData(Connect + "20 02 0000", Violation.WrongDirection)]
    [InlineData(Connect + "80 06 0001 0001 \"a\" 00", Violation.FixedHeaderFlags)]
    [InlineData(Connect + "82 02 0001", Violation.NoTopicFilter)]
    [InlineData(Connect + "82 06 0000 0001 \"a\" 00", Violation.ZeroIdentifier)]
    [InlineData(Connect + "82 06 0001 0001 \"a\" 03", Violation.QualityOfService)]
    [InlineData(Connect + "82 07 0001 0002 \"a#\" 00", Violation.TopicFilter)]
    [InlineData(Connect + "82 05 0001 0001 \"a\"", Violation.PacketLength)]
    [InlineData(Connect + "A2 02 0001", Violation.NoTopicFilter)]
    [InlineData(Connect + "E0 01 00", Violation.PacketLength)]
    [Rule("3.1.0-1")]
    [Rule("3.1.0-2")]
    [Rule("3.1.2-1")]
    [Rule("3.1.2-3")]
    [Rule("3.1.4-1")]
    [Rule("4.8.0-1")]
    public void A_broken_rule_is_named_and_ends_the_connection(string hex, Violation violation)
    {
        ScriptedStream stream = new();
        stream.Open(0);
        MqttServerConnection server = new(new MqttServerOptions(), stream, false, new RecordingHandler());
        stream.Feed(hex);
        server.Poll(Now);

        Assert.Equal(violation, server.Session.LastViolation);
        Assert.True(server.IsOver);
        Assert.Equal(StreamState.Closed, stream.State);
    }

    [Theory]
    [InlineData(Connect + "82 0E 000A 0001 \"a\" 00 0001 \"b\" 01 0001 \"c\" 02 C000 32 06 0001 \"t\" 0005 \"a\" E000")]
    [InlineData("10 1F 0004 \"MQTT\" 04 EE 012C 0002 \"id\" 0001 \"w\" 0004 \"gone\" 0002 \"me\" 0002 \"pw\" "
        + "3103 0001 \"t\"")]
    [Rule("7.1.2-1")]
    public void What_comes_in_pieces_means_the_same_as_what_comes_whole(string hex)
    {
        byte[] bytes = Hex.Bytes(hex);
        string expected = Understood(bytes, bytes.Length, bytes.Length);
        Assert.EndsWith("|None", expected, StringComparison.Ordinal);
        Assert.Equal(expected, Understood(bytes, 1, 1));
        for (int split = 1; split < bytes.Length; split++)
        {
            Assert.Equal(expected, Understood(bytes, split, bytes.Length - split));
        }
    }

    [Fact]
    public void Mutated_packets_never_throw_and_never_reach_past_the_buffer()
    {
        byte[] seed = Hex.Bytes(
            Connect + "82 0E 000A 0001 \"a\" 00 0003 \"b/+\" 01 "
            + "32 06 0001 \"t\" 0005 \"a\" A2 05 000B 0001 \"a\" C000 4002 0001");
        Random random = new(20_261_123);
        for (int run = 0; run < 100_000; run++)
        {
            byte[] bytes = (byte[])seed.Clone();
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            ScriptedStream stream = new();
            stream.Open(0);
            RecordingHandler handler = new();
            MqttServerConnection server = new(new MqttServerOptions { ReceiveBytes = 64 }, stream, false, handler);
            stream.Feed(Convert.ToHexString(bytes));
            for (int i = 0; i < 3; i++)
            {
                server.Poll(Now);
            }

            Assert.Null(server.Session.LastHandlerFailure);
        }
    }

    private static string Understood(byte[] bytes, int first, int rest)
    {
        ScriptedStream stream = new();
        stream.Open(0);
        RecordingHandler handler = new();
        MqttServerConnection server = new(new MqttServerOptions(), stream, false, handler);
        stream.BytesPerCall = Math.Max(first, rest);
        for (int at = 0, count = first; at < bytes.Length; at += count, count = Math.Min(rest, bytes.Length - at))
        {
            stream.Feed(Convert.ToHexString(bytes, at, count));
            server.Poll(Now);
        }

        return $"{handler.Events()}|{stream.Written()}|{server.Session.LastViolation}";
    }
}
