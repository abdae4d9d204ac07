using System.Text;
using Edge.Testing;

namespace Edge.Mqtt.Tests;

/// <summary>Sessions that a server keeps for a client, and messages of every quality in the server's role.</summary>
public class ServerSessionTests
{
    private const string Connect = "10 0E 0004 \"MQTT\" 04 00 000A 0002 \"id\"";
    private const string ConnectClean = "10 0E 0004 \"MQTT\" 04 02 000A 0002 \"id\"";
    private const string Connack = "20 02 00 00";
    private const string ConnackResumed = "20 02 01 00";

    private readonly RecordingHandler _handler = new()
    {
        Kept = new SessionState(4096, 8, 100, WhenFull.Refuse, null, false),
    };

    private ScriptedStream _stream = new();

    [Theory]
    [InlineData(Connect, true, ConnectReturnCode.Accepted, ConnackResumed)]
    [InlineData(Connect, false, ConnectReturnCode.Accepted, Connack)]
    [InlineData(ConnectClean, true, ConnectReturnCode.Accepted, Connack)]
    [InlineData(Connect, true, ConnectReturnCode.NotAuthorized, "20 02 00 05")]
    [Rule("3.2.2-1")]
    [Rule("3.2.2-2")]
    [Rule("3.2.2-3")]
    [Rule("3.2.2-4")]
    public void A_session_is_called_present_only_where_one_goes_on(
        string connect, bool isKept, ConnectReturnCode answer, string connack)
    {
        _handler.IsKept = isKept;
        _handler.ConnectAnswer = answer;
        Accept(connect);

        Assert.Equal(Hex.Of(connack), _stream.Written());
    }

    [Fact]
    [Rule("3.1.2-4")]
    [Rule("3.2.0-1")]
    [Rule("4.4.0-1")]
    [Rule("4.6.0-1")]
    public void A_kept_session_goes_on_behind_its_connack()
    {
        MqttServerConnection server = Accept(Connect);
        Publish(server, "1", QualityOfService.AtLeastOnce);
        Publish(server, "2", QualityOfService.ExactlyOnce);
        Publish(server, "3", QualityOfService.ExactlyOnce);
        Say(server, "");
        Say(server, "50 02 0002");
        _stream.Cut();
        server.Poll(0);
        _handler.IsKept = true;
        Accept(Connect);

        Assert.Equal(
            Hex.Of(ConnackResumed + "62 02 0002  3A 06 0001 \"t\" 0001 \"1\"  3C 06 0001 \"t\" 0003 \"3\""),
            _stream.Written());
    }

    [Theory]
    [InlineData(ConnectClean)]
    [InlineData(Connect)]
    [Rule("3.1.2-6")]
    [Rule("3.1.4-3")]
    public void Where_no_session_goes_on_nothing_of_the_last_one_is_left(string connect)
    {
        MqttServerConnection server = Accept(Connect);
        Publish(server, "1", QualityOfService.AtLeastOnce);
        Publish(server, "2", QualityOfService.ExactlyOnce);
        Say(server, "");
        Say(server, "50 02 0002  34 06 0001 \"t\" 0005 \"a\"");
        _stream.Cut();
        server.Poll(0);
        _handler.IsKept = connect == ConnectClean;
        server = Accept(connect);
        Assert.Equal(Hex.Of(Connack), _stream.Written());
        _handler.Events();

        Assert.Equal("50020005", Say(server, "34 06 0001 \"t\" 0005 \"b\""));
        Assert.Equal("t=b q2", _handler.Events());
    }

    [Fact]
    [Rule("3.1.4-5")]
    public void What_follows_a_refused_connect_is_not_processed()
    {
        _handler.ConnectAnswer = ConnectReturnCode.BadUserNameOrPassword;
        Accept(Connect + "32 06 0001 \"t\" 0005 \"a\"  C0 00");

        Assert.Equal("20020004", _stream.Written());
        Assert.Equal("connect id 10s; ended Refused", _handler.Events());
        Assert.Equal(StreamState.Closed, _stream.State);
    }

    [Fact]
    [Rule("3.2.0-1")]
    public void Nothing_is_sent_to_a_client_that_has_not_connected()
    {
        MqttServerConnection server = Accept("");
        Assert.Equal(PublishResult.RefusedFull, Publish(server, "1", QualityOfService.AtMostOnce));

        Assert.Equal(Hex.Of(Connack), Say(server, Connect));
    }

    [Fact]
    [Rule("4.3.3-1")]
    [Rule("4.3.3-2")]
    public void A_message_goes_exactly_once_both_ways()
    {
        MqttServerConnection server = Accept(Connect);
        _stream.Written();
        _handler.Events();
        Publish(server, "d", QualityOfService.ExactlyOnce, 7);
        Assert.Equal(Hex.Of("34 06 0001 \"t\" 0001 \"d\""), Say(server, ""));
        Assert.Equal("62020001", Say(server, "50 02 0001"));
        Assert.Equal("", Say(server, "70 02 0001"));
        Assert.Equal("acknowledged 7", _handler.Events());

        Assert.Equal("50020005", Say(server, "34 06 0001 \"t\" 0005 \"u\""));
        Assert.Equal("50020005", Say(server, "3C 06 0001 \"t\" 0005 \"u\""));
        Assert.Equal("70020005", Say(server, "62 02 0005"));
        Assert.Equal("t=u q2", _handler.Events());
    }

    [Fact]
    [Rule("4.6.0-6")]
    public void Messages_leave_in_the_order_in_which_they_were_given()
    {
        MqttServerConnection server = Accept(Connect);
        _stream.Written();
        string expected = "";
        for (int i = 0; i < 8; i++)
        {
            QualityOfService quality = (QualityOfService)(i % 3);
            Publish(server, $"{i}", quality);
            string header = quality == QualityOfService.AtMostOnce
                ? "30 04 0001 \"t\"" : $"3{2 * (i % 3)} 06 0001 \"t\" 000{i - i / 3}";
            expected += $"{header} \"{i}\"";
        }

        Assert.Equal(Hex.Of(expected), Say(server, ""));
    }

    [Fact]
    [Rule("4.6.0-2")]
    [Rule("4.6.0-3")]
    public void Acknowledgements_leave_in_the_order_of_arrival()
    {
        _handler.AcknowledgesAtOnce = false;
        MqttServerConnection server = Accept(Connect);
        _stream.Written();
        Say(server, "32 05 0001 \"t\" 0009  34 05 0001 \"t\" 0008  34 05 0001 \"t\" 0007");
        server.Acknowledge(_handler.Deliveries[2]);
        server.Acknowledge(_handler.Deliveries[1]);
        Assert.Equal("", Say(server, ""));
        server.Acknowledge(_handler.Deliveries[0]);

        Assert.Equal("400200095002000850020007", Say(server, ""));
    }

    private static PublishResult Publish(
        MqttServerConnection server, string payload, QualityOfService qualityOfService, int token = 0)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(payload);
        return server.Publish(new Topic("t"), bytes, 0, bytes.Length, qualityOfService, false, token);
    }

    // A new connection on which the client says this first.
    private MqttServerConnection Accept(string hex)
    {
        _stream = new ScriptedStream();
        _stream.Open(0);
        MqttServerConnection server = new(new MqttServerOptions(), _stream, false, _handler);
        _stream.Feed(hex);
        server.Poll(0);
        return server;
    }

    private string Say(MqttServerConnection server, string hex)
    {
        _stream.Feed(hex);
        server.Poll(0);
        return _stream.Written();
    }
}
