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
