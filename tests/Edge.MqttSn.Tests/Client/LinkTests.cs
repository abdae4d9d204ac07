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
        Assert.Equal(3, Link.Reliable);
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
    public void A_link_that_has_no_room_is_asked_again_now_and_then_and_not_without_a_pause()
    {
        MqttSnClient client = Connected(options => options.IsLinkReliable = true);
        Link.Room = 0;
        Answer(client, "08 0C 22 74 31 00 02 31");
        Now += 60_000;
        Assert.Equal(50, client.Poll(Now));
    }

    [Fact]
    public void What_is_longer_than_the_link_takes_is_given_up_with_a_reason()
    {
        MqttSnClient client = Client();
        Link.MessageBytesMax = 7;
        Polled(client);
        Assert.Equal("disconnected: PacketTooLarge", Handler.Events());
        Link.MessageBytesMax = 8;
        NextSent(client);
        client.Subscribe(new TopicFilter("a/b/c"), QualityOfService.AtMostOnce);
        Publish(client, "long/topic", "1", 1, 1);
        Publish(client, "t1", "1", 1, 2);
        Assert.Equal("08 0C 22 74 31 00 03 31", Accept(client));
        Assert.Equal("connected, refused a/b/c, dropped 1", Handler.Events());
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
