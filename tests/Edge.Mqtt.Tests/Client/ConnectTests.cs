using System.Text;
using Edge.Testing;

namespace Edge.Mqtt.Tests.Client;

/// <summary>Handshake: the first packet, and what the server may answer.</summary>
public class ConnectTests : ClientTest
{
    [Fact]
    [Rule("3.1.0-1")]
    public void Connect_goes_first_and_carries_every_field_in_order()
    {
        MqttClient client = new(new MqttClientOptions("id")
        {
            UserName = "me",
            Password = Encoding.UTF8.GetBytes("pw"),
            Will = new Will(new Topic("w"), Encoding.UTF8.GetBytes("gone"), QualityOfService.AtLeastOnce, true),
            KeepAliveSeconds = 300,
        }, Stream, Handler);

        client.Poll(Now);

        // User name, password, will retained with QoS 1, not a clean session: EC.
        Assert.Equal(
            Hex.Of("10 1F 0004 \"MQTT\" 04 EC 012C 0002 \"id\" 0001 \"w\" 0004 \"gone\" 0002 \"me\" 0002 \"pw\""),
            Stream.Written());
    }

    [Fact]
    [Rule("3.2.2-1")]
    public void A_clean_session_with_a_session_present_is_a_broken_rule()
    {
        MqttClient client = Client(options => options.CleanSession = true);
        client.Poll(Now);
        Stream.Feed(ConnackResumed);
        client.Poll(Now);

        Assert.Equal(Violation.ConnackFlags, client.Session.LastViolation);
    }

    [Theory]
    [InlineData(1, "UnacceptableProtocolVersion", 10_000)]
    [InlineData(2, "IdentifierRejected", 10_000)]
    [InlineData(3, "ServerUnavailable", 100)]
    [InlineData(4, "BadUserNameOrPassword", 10_000)]
    [InlineData(5, "NotAuthorized", 10_000)]
    public void A_refusal_is_told_and_retried_soon_only_where_that_can_help(int code, string name, int ceilingMs)
    {
        List<int> waitsMs = [];
        for (uint seed = 1; seed < 200; seed++)
        {
            MqttClient client = Client(options =>
            {
                options.RetryFirstMs = 100;
                options.RetryMaxMs = 10_000;
                options.Seed = seed * 2654435761u;
            });
            client.Poll(Now);
            Stream.Feed($"20 02 00 0{code}");
            waitsMs.Add(client.Poll(Now));
            Assert.Equal(name, client.ReturnCode.ToString());
        }

        Assert.InRange(waitsMs.Max(), ceilingMs / 2, ceilingMs);
        Assert.StartsWith("ended Refused", Handler.Events(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_connack_ends_the_attempt()
    {
        MqttClient client = Client(options => options.AnswerTimeoutMs = 500);
        Assert.Equal(500, client.Poll(Now));
        Now += 500;
        client.Poll(Now);

        Assert.Equal("ended HandshakeTimeout", Handler.Events());
    }

    [Fact]
    [Rule("3.1.0-2")]
    public void Connect_is_sent_once_on_a_connection_however_long_it_lasts()
    {
        MqttClient client = Connected(options => options.RetryFirstMs = 1);
        for (int i = 0; i < 200; i++)
        {
            Publish(client, "x", QualityOfService.AtMostOnce);
            Now += client.Poll(Now);
            Stream.Feed("D0 00");
        }

        string written = Stream.Written();
        Assert.Contains("C000", written, StringComparison.Ordinal);
        Assert.DoesNotContain(Hex.Of("\"MQTT\""), written, StringComparison.Ordinal);
        Assert.Equal(1, client.Session.Counters.Connections);
    }

    [Fact]
    [Rule("3.1.0-1")]
    [Rule("3.1.3-2")]
    public void Every_connection_begins_with_connect_and_the_same_client_identifier()
    {
        MqttClient client = Connected();
        Publish(client, "1", QualityOfService.AtLeastOnce);
        for (int i = 0; i < 3; i++)
        {
            client.Subscribe(new TopicFilter("f"), QualityOfService.AtMostOnce);
            client.Poll(Now);
            Stream.Written();
            Reconnect(client, ConnackResumed);
            Assert.StartsWith(Hex.Of(Connect + "82 06"), Stream.Written(), StringComparison.Ordinal);
        }
    }

    [Fact]
    [Rule("3.1.0-1")]
    public void Nothing_leaves_between_connect_and_its_answer()
    {
        MqttClient client = Client();
        client.Subscribe(new TopicFilter("f"), QualityOfService.AtMostOnce);
        Publish(client, "0", QualityOfService.AtMostOnce);
        Publish(client, "1", QualityOfService.AtLeastOnce);
        Publish(client, "2", QualityOfService.ExactlyOnce);
        client.Poll(Now);
        Now += 10_000;
        client.Poll(Now);

        Assert.Equal(Hex.Of(Connect), Stream.Written());
    }

    [Fact]
    [Rule("3.1.3-7")]
    public void An_empty_client_identifier_needs_a_clean_session()
    {
        Assert.Throws<ArgumentException>(() => new MqttClient(new MqttClientOptions(""), Stream, Handler));
        MqttClient client = new(new MqttClientOptions("") { CleanSession = true }, Stream, Handler);
        client.Poll(Now);

        Assert.Equal(Hex.Of("10 0C 0004 \"MQTT\" 04 02 003C 0000"), Stream.Written());
    }

    [Fact]
    [Rule("3.1.2-22")]
    public void A_password_needs_a_user_name()
    {
        Assert.Throws<ArgumentException>(() => Client(options => options.Password = [1]));
        Client(options =>
        {
            options.UserName = "";
            options.Password = [1];
        }).Poll(Now);

        Assert.Equal(Hex.Of("10 13 0004 \"MQTT\" 04 C0 003C 0002 \"id\" 0000 0001 01"), Stream.Written());
    }

    [Fact]
    public void A_connect_that_the_stream_does_not_take_is_given_up_in_time()
    {
        MqttClient client = Client(options => options.AnswerTimeoutMs = 500);
        Stream.WriteRoom = 5;
        Assert.Equal(500, client.Poll(Now));
        Now += 500;
        client.Poll(Now);

        Assert.Equal("ended HandshakeTimeout", Handler.Events());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(1000)]
    public void A_connect_larger_than_the_send_buffer_leaves_in_pieces(int bytesPerCall)
    {
        string name = new('u', 90);
        MqttClient client = Client(options =>
        {
            options.SendBytes = 64;
            options.UserName = name;
            options.Password = new byte[200];
        });
        Stream.BytesPerCall = bytesPerCall;
        string written = "";
        for (int i = 0; i < 400; i++)
        {
            written += Answer(client, "");
        }

        string password = Convert.ToHexString(new byte[200]);
        Assert.Equal(
            Hex.Of($"10 B4 02 0004 \"MQTT\" 04 C0 003C 0002 \"id\" 005A \"{name}\" 00C8 {password}"), written);
        Answer(client, Connack);
        for (int i = 0; i < 5; i++)
        {
            Answer(client, "");
        }

        Assert.Equal("connected", Handler.Events());
    }
}
