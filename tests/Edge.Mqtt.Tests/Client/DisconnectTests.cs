using Edge.Testing;

namespace Edge.Mqtt.Tests.Client;

/// <summary>The end that the owner asks for.</summary>
public class DisconnectTests : ClientTest
{
    [Fact]
    [Rule("3.14.4-1")]
    [Rule("3.14.4-2")]
    public void Disconnect_leaves_after_what_was_published_and_the_client_stays_closed()
    {
        MqttClient client = Connected(Client());
        Publish(client, "1", QualityOfService.AtLeastOnce);
        client.Disconnect();
        client.Poll(Now);

        Assert.Equal(Hex.Of("32 06 0001 \"t\" 0001 \"1\"  E0 00"), Stream.Written());
        Assert.True(client.IsStopped);
        Assert.Equal("ended Requested", Handler.Events());
        Assert.Equal(Deadline.Idle, client.Poll(Now + 1_000_000));
        Assert.Equal(1, Stream.Opens);
    }

    [Fact]
    public void Disconnect_without_a_connection_stops_at_the_next_poll()
    {
        MqttClient client = Client();
        client.Poll(Now);
        client.Disconnect();
        Assert.Equal(Deadline.Idle, client.Poll(Now));

        Assert.True(client.IsStopped);
        Assert.Equal(StreamState.Closed, Stream.State);
    }

    [Fact]
    public void A_connection_that_is_cut_during_disconnect_is_not_made_again()
    {
        MqttClient client = Connected(Client());
        Stream.WriteRoom = 0;
        client.Disconnect();
        client.Poll(Now);
        Assert.False(client.IsStopped);

        Stream.Cut();
        client.Poll(Now);
        Assert.True(client.IsStopped);
        Assert.Equal(1, Stream.Opens);
    }

    [Fact]
    public void Disconnect_between_two_connections_stops_at_the_next_poll_however_the_last_one_ended()
    {
        // The first ended without a farewell, the second with one.
        MqttClient client = Connected(options => options.InboundMax = 1);
        Reconnect(client, ConnackResumed);
        Answer(client, "34 05 0001 \"t\" 0005  34 05 0001 \"t\" 0006");
        Assert.EndsWith("ended InboundOverflow", Handler.Events(), StringComparison.Ordinal);
        client.Disconnect();

        Assert.Equal(Deadline.Idle, client.Poll(Now));
        Assert.True(client.IsStopped);
        Assert.Equal(2, Stream.Opens);
    }

    [Fact]
    [Rule("3.14.4-2")]
    public void After_disconnect_nothing_more_leaves()
    {
        MqttClient client = Connected();
        Stream.UnsentBytes = 2;
        client.Disconnect();
        Assert.Equal("E000", Answer(client, ""));
        Assert.False(client.IsStopped);
        Publish(client, "1", QualityOfService.AtLeastOnce);
        Publish(client, "0", QualityOfService.AtMostOnce);
        client.Subscribe(new TopicFilter("f"), QualityOfService.AtMostOnce);
        Assert.Equal("", Answer(client, "32 05 0001 \"t\" 0005"));

        Stream.UnsentBytes = 0;
        Assert.Equal("", Answer(client, ""));
        Assert.True(client.IsStopped);
        Assert.Equal("ended Requested", Handler.Events());
    }
}
