namespace Edge.MqttSn.Tests.Client;

public class LinkTests : ClientTest
{
    [Fact]
    public void Over_a_reliable_link_nothing_is_sent_again_and_silence_still_ends_the_connection()
    {
        MqttSnClient client = Connected(options => options.IsLinkReliable = true);
        Publish(client, "t1", "1", 1);
        Polled(client);
        Assert.Equal("", After(client, 49_999));
        Assert.Equal("", After(client, 1));
        Assert.Equal("disconnected: Silence", Handler.Events());
        Assert.Equal(0, Link.Unreliable);
        Assert.Equal(2, Link.Reliable);
    }

    [Fact]
    public void A_new_epoch_of_the_link_ends_the_connection_and_what_was_unacknowledged_goes_again()
    {
        MqttSnClient client = Connected(options => options.IsLinkReliable = true);
        Publish(client, "t1", "1", 1);
        Polled(client);
        Link.Epoch = 2;
        Polled(client);
        Assert.Equal("disconnected: StreamClosed", Handler.Events());
        Assert.Equal(Connect, NextSent(client));
        Assert.Equal("08 0C A2 74 31 00 01 31", Answer(client, Connack));
    }

    [Fact]
    public void T_retry_is_never_less_than_four_round_trips_of_the_link()
    {
        MqttSnClient client = Client(options => options.RoundTripMsMax = 6_000);
        Polled(client);
        Assert.Equal("", After(client, 23_999));
        Assert.Equal(ConnectClean, After(client, 1));
    }

    [Fact]
    public void On_a_network_a_gateway_is_searched_for_and_used()
    {
        ScriptedNetwork network = new();
        Link = network;
        MqttSnClient client = Client();
        Assert.Equal("", Polled(client));
        Assert.Equal("all: 03 01 01", NextSent(client));
        Assert.InRange(Now, 1_000_000, 1_005_000);
        Assert.Equal("use sender / " + ConnectClean, Answer(client, "03 02 01"));
    }

    [Fact]
    public void An_advertisement_is_as_good_as_an_answer_and_a_client_may_answer_for_a_gateway()
    {
        Link = new ScriptedNetwork();
        MqttSnClient client = Client();
        Polled(client);
        Assert.Equal("use sender / " + ConnectClean, Answer(client, "05 00 01 03 84"));
        Link = new ScriptedNetwork();
        client = Client();
        Polled(client);
        Assert.Equal("use 0A 00 00 01 / " + ConnectClean, Answer(client, "07 02 01 0A 00 00 01"));
    }

    [Fact]
    public void Searching_is_put_off_when_another_client_asks_and_gets_rarer()
    {
        Link = new ScriptedNetwork();
        MqttSnClient client = Client();
        Polled(client);
        Answer(client, "03 01 00");
        Assert.InRange(client.Poll(Now), 5_000, 15_000);
        long before = Now;
        for (int i = 0; i < 8; i++)
        {
            NextSent(client);
        }

        Assert.InRange(Now - before, 8 * 5_000, 2 * 900_000);
    }

    [Fact]
    public void A_lost_gateway_is_searched_for_again()
    {
        Link = new ScriptedNetwork();
        MqttSnClient client = Client();
        Polled(client);
        Answer(client, "03 02 01");
        for (int i = 0; i < 5; i++)
        {
            After(client, 10_000);
        }

        Assert.Equal("disconnected: HandshakeTimeout", Handler.Events());
        Assert.Equal("all: 03 01 01", NextSent(client));
    }
}
