using Edge.Testing;

namespace Edge.Mqtt.Tests.Client;

/// <summary>What a connection leaves to the next one.</summary>
public class ResumeTests : ClientTest
{
    [Fact]
    [Rule("2.3.1-3")]
    [Rule("3.1.2-4")]
    [Rule("3.3.1-1")]
    [Rule("4.1.0-1")]
    [Rule("4.4.0-1")]
    [Rule("4.6.0-1")]
    public void Unacknowledged_publish_is_resent_with_dup_and_its_identifier_after_resume()
    {
        MqttClient client = Connected(Client());
        Publish(client, "1", QualityOfService.AtLeastOnce, token: 11);
        Publish(client, "2", QualityOfService.AtLeastOnce, token: 12);
        Publish(client, "3", QualityOfService.AtLeastOnce, token: 13);
        client.Poll(Now);
        Stream.Feed("40 02 0002");
        client.Poll(Now);
        Assert.Equal("acknowledged 12", Handler.Events());
        Stream.Written();

        Reconnect(client, ConnackResumed);

        Assert.Equal(
            Hex.Of(Connect + "3A 06 0001 \"t\" 0001 \"1\"  3A 06 0001 \"t\" 0003 \"3\""),
            Stream.Written());
        Stream.Feed("40 02 0001  40 02 0003");
        client.Poll(Now);
        Assert.Equal("ended StreamClosed; resumed; acknowledged 11; acknowledged 13", Handler.Events());
        Assert.Equal(0, client.Session.QueuedMessages);
    }

    [Fact]
    [Rule("3.1.2-6")]
    public void A_clean_session_sends_what_was_in_flight_as_new()
    {
        MqttClient client = Connected(Client(options => options.CleanSession = true));
        Publish(client, "1", QualityOfService.AtLeastOnce);
        client.Poll(Now);
        Stream.Written();

        Reconnect(client, Connack);

        Assert.EndsWith(Hex.Of("32 06 0001 \"t\" 0002 \"1\""), Stream.Written(), StringComparison.Ordinal);
    }
}
