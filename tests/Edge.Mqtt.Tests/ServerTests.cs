using System.Text;
using Edge.Testing;

namespace Edge.Mqtt.Tests;

public class ServerTests
{
    private const string Connect = "10 0E 0004 \"MQTT\" 04 02 000A 0002 \"id\"";

    private readonly ScriptedStream _stream = new();
    private readonly RecordingHandler _handler = new();
    private long _now = 1_000_000;

    [Fact]
    [Rule("3.1.4-4")]
    [Rule("3.2.2-1")]
    [Rule("3.12.4-1")]
    public void A_client_is_accepted_and_answered()
    {
        MqttServerConnection server = Server();
        _stream.Feed(Connect + "C0 00");
        server.Poll(_now);

        Assert.Equal(Hex.Of("20 02 00 00  D0 00"), _stream.Written());
        Assert.Equal("connect id 10s clean", _handler.Events());
    }

    [Fact]
    [Rule("3.2.2-5")]
    public void A_refused_client_hears_why_before_the_stream_closes()
    {
        _handler.ConnectAnswer = ConnectReturnCode.NotAuthorized;
        MqttServerConnection server = Server();
        _stream.Feed(Connect);
        server.Poll(_now);

        Assert.Equal("20020005", _stream.Written());
        Assert.Equal("connect id 10s clean; ended Refused", _handler.Events());
        Assert.True(server.IsOver);
    }

    [Theory]
    [InlineData("10 0E 0004 \"MQTT\" 03 02 000A 0002 \"id\"", "20020001")]
    [InlineData("10 0C 0004 \"MQTT\" 04 00 000A 0000", "20020002")]
    [Rule("3.1.2-2")]
    [Rule("3.1.3-8")]
    [Rule("3.2.2-5")]
    public void What_the_server_cannot_serve_is_refused_with_its_code(string connect, string connack)
    {
        MqttServerConnection server = Server();
        _stream.Feed(connect);
        server.Poll(_now);

        Assert.Equal(connack, _stream.Written());
        Assert.True(server.IsOver);
    }

    [Fact]
    [Rule("3.8.4-1")]
    [Rule("3.8.4-2")]
    [Rule("3.8.4-4")]
    [Rule("3.8.4-5")]
    [Rule("3.8.4-6")]
    public void Every_filter_of_a_subscribe_gets_its_code_even_when_the_handler_publishes_in_between()
    {
        MqttServerConnection server = Connected();
        _handler.OnSubscription = () => server.Publish(new Topic("r"), [], 0, 0, QualityOfService.AtMostOnce, true, 0);
        _stream.Feed("82 19 000A 0001 \"a\" 00 0001 \"b\" 01 0001 \"c\" 02 0008 \"secret/s\" 01");
        server.Poll(_now);

        Assert.Equal("subscribe a q0; subscribe b q1; subscribe c q2; subscribe secret/s q1", _handler.Events());
        string retained = "31 03 0001 \"r\"";
        Assert.Equal(
            Hex.Of("90 06 000A 00 01 02 80" + retained + retained + retained + retained), _stream.Written());
    }

    [Fact]
    [Rule("3.10.4-4")]
    [Rule("3.10.4-5")]
    [Rule("3.10.4-6")]
    public void Unsubscribe_is_answered()
    {
        MqttServerConnection server = Connected();
        _stream.Feed("A2 08 000B 0001 \"a\" 0001 \"b\"");
        server.Poll(_now);

        Assert.Equal("unsubscribe a; unsubscribe b", _handler.Events());
        Assert.Equal("B002000B", _stream.Written());
    }

    [Fact]
    public void Messages_go_down_within_the_window_and_their_tokens_come_back()
    {
        MqttServerConnection server = Connected();
        byte[] payload = Encoding.UTF8.GetBytes("on");
        server.Publish(new Topic("cmd"), payload, 0, 2, QualityOfService.AtLeastOnce, false, 77);
        server.Poll(_now);
        Assert.Equal(Hex.Of("32 09 0003 \"cmd\" 0001 \"on\""), _stream.Written());

        _stream.Feed("40 02 0001");
        server.Poll(_now);
        Assert.Equal("acknowledged 77", _handler.Events());
    }

    [Fact]
    public void Held_messages_do_not_hold_up_pings_or_what_goes_down()
    {
        _handler.AcknowledgesAtOnce = false;
        MqttServerConnection server = Connected();
        _stream.Feed("32 06 0001 \"t\" 0005 \"a\"  C0 00");
        server.Publish(new Topic("d"), [], 0, 0, QualityOfService.AtMostOnce, false, 0);
        server.Poll(_now);
        Assert.Equal(Hex.Of("30 03 0001 \"d\"  D0 00"), _stream.Written());

        server.Acknowledge(_handler.Deliveries[0]);
        server.Poll(_now);
        Assert.Equal("40020005", _stream.Written());
    }

    [Fact]
    [Rule("3.1.2-24")]
    public void Silence_of_one_and_a_half_keep_alives_ends_the_connection()
    {
        MqttServerConnection server = Connected();
        Assert.Equal(15_000, server.Poll(_now));
        _now += 14_999;
        _stream.Feed("C0");
        server.Poll(_now);
        _now += 15_000;
        server.Poll(_now);

        Assert.Equal("ended Silence", _handler.Events());
    }

    [Fact]
    public void A_client_that_says_nothing_is_closed_in_time()
    {
        MqttServerConnection server = Server();
        Assert.Equal(10_000, server.Poll(_now));
        _now += 10_000;
        server.Poll(_now);

        Assert.Equal("ended HandshakeTimeout", _handler.Events());
    }

    [Fact]
    public void A_line_waits_for_the_next_client_and_knows_nothing_of_the_last()
    {
        _stream.Open(0);
        MqttServerConnection server = new(new MqttServerOptions(), _stream, true, _handler);
        _stream.Feed(Connect);
        server.Poll(_now);
        server.Publish(new Topic("d"), [], 0, 0, QualityOfService.AtLeastOnce, false, 0);
        server.Poll(_now);
        _stream.Feed("E0 00");
        server.Poll(_now);
        Assert.Equal("connect id 10s clean; ended Requested", _handler.Events());
        _stream.Written();

        server.Poll(_now);
        _stream.Feed(Connect);
        server.Poll(_now);
        Assert.Equal("20020000", _stream.Written());
    }

    [Fact]
    public void A_large_packet_grows_the_buffer_only_as_its_bytes_come_and_only_to_the_limit()
    {
        MqttServerConnection server = new(
            new MqttServerOptions { ReceiveBytes = 64, PacketBytesMax = 4096 }, Opened(), false, _handler);
        _stream.Feed(Connect);
        server.Poll(_now);
        _handler.Events();
        string payload = new('p', 3000);
        _stream.BytesPerCall = 50;
        _stream.Feed($"30 BB17 0001 \"t\" \"{payload}\"");
        for (int i = 0; i < 100; i++)
        {
            server.Poll(_now);
        }

        Assert.Equal($"t={payload} q0", _handler.Events());
        _stream.Feed("30 8120");
        server.Poll(_now);
        Assert.Equal("ended PacketTooLarge", _handler.Events());
    }

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
        MqttServerConnection server = Server();
        _stream.Feed(hex);
        server.Poll(_now);

        Assert.Equal(violation, server.Session.LastViolation);
        Assert.True(server.IsOver);
        Assert.Equal(StreamState.Closed, _stream.State);
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
                server.Poll(_now);
            }

            Assert.Null(server.Session.LastHandlerFailure);
        }
    }

    private string Understood(byte[] bytes, int first, int rest)
    {
        ScriptedStream stream = new();
        stream.Open(0);
        RecordingHandler handler = new();
        MqttServerConnection server = new(new MqttServerOptions(), stream, false, handler);
        stream.BytesPerCall = Math.Max(first, rest);
        for (int at = 0, count = first; at < bytes.Length; at += count, count = Math.Min(rest, bytes.Length - at))
        {
            stream.Feed(Convert.ToHexString(bytes, at, count));
            server.Poll(_now);
        }

        return $"{handler.Events()}|{stream.Written()}|{server.Session.LastViolation}";
    }

    private ScriptedStream Opened()
    {
        _stream.Open(0);
        return _stream;
    }

    private MqttServerConnection Server() => new(new MqttServerOptions(), Opened(), false, _handler);

    private MqttServerConnection Connected()
    {
        MqttServerConnection server = Server();
        _stream.Feed(Connect);
        server.Poll(_now);
        _stream.Written();
        _handler.Events();
        return server;
    }
}
