namespace Edge.MqttSn.Tests.Client;

public class PublishTests : ClientTest
{
    [Fact]
    public void A_topic_is_registered_before_its_first_message_and_not_again()
    {
        MqttSnClient client = Registered();
        Assert.Equal(PublishResult.Accepted, Publish(client, "a/b", "1", 0));
        Assert.Equal("08 0C 00 00 05 00 00 31", Polled(client));
    }

    [Fact]
    public void Topics_are_registered_again_after_each_connect()
    {
        MqttSnClient client = Registered();
        Answer(client, "02 18");
        Assert.Equal(Connect, NextSent(client));
        Answer(client, Connack);
        Publish(client, "a/b", "1", 0);
        Assert.Equal("09 0A 00 00 00 02 61 2F 62", Polled(client));
    }

    [Fact]
    public void A_predefined_topic_and_one_of_two_characters_need_no_registration()
    {
        MqttSnClient client = Connected(options => options.AddPredefined(7, "sensors/long/name"));
        Publish(client, "sensors/long/name", "1", 0);
        Publish(client, "t1", "2", 0);
        Assert.Equal("08 0C 01 00 07 00 00 31 / 08 0C 02 74 31 00 00 32", Polled(client));
    }

    [Fact]
    public void A_message_of_QoS_1_is_acknowledged_by_its_PUBACK_alone()
    {
        MqttSnClient client = Registered();
        Assert.Equal(PublishResult.Accepted, Publish(client, "a/b", "1", 1, 42));
        Assert.Equal("08 0C 20 00 05 00 02 31", Polled(client));
        Answer(client, "07 0D 00 05 00 01 00", "04 0F 00 02", "04 0E 00 02");
        Assert.Equal("", Handler.Events());
        Assert.Equal(3, client.Session.Counters.Ignored);
        Answer(client, "07 0D 00 05 00 02 00");
        Assert.Equal("acknowledged 42", Handler.Events());
        Assert.Equal(0, client.Session.QueuedMessages);
    }

    [Fact]
    public void A_message_of_QoS_2_is_released_and_completed()
    {
        MqttSnClient client = Registered();
        Publish(client, "a/b", "1", 2, 42);
        Assert.Equal("08 0C 40 00 05 00 02 31", Polled(client));
        Answer(client, "07 0D 00 05 00 02 00");
        Assert.Equal("04 10 00 02", Answer(client, "04 0F 00 02"));
        Assert.Equal("", Handler.Events());
        Answer(client, "04 0E 00 02");
        Assert.Equal("acknowledged 42", Handler.Events());
    }

    [Fact]
    public void One_message_is_under_way_at_a_time()
    {
        MqttSnClient client = Registered();
        Publish(client, "a/b", "1", 1);
        Assert.Equal(PublishResult.Queued, Publish(client, "a/b", "2", 1));
        Publish(client, "a/b", "3", 0);
        Assert.Equal("08 0C 20 00 05 00 02 31", Polled(client));
        Assert.Equal("08 0C 20 00 05 00 03 32", Answer(client, "07 0D 00 05 00 02 00"));
        Assert.Equal("08 0C 00 00 05 00 00 33", Answer(client, "07 0D 00 05 00 03 00"));
    }

    [Fact]
    public void A_message_without_an_answer_is_sent_again_with_DUP_and_the_same_message_id()
    {
        MqttSnClient client = Registered();
        Publish(client, "a/b", "1", 1);
        Polled(client);
        Assert.Equal("", After(client, 9_999));
        Assert.Equal("08 0C A0 00 05 00 02 31", After(client, 1));
        Assert.Equal("08 0C A0 00 05 00 02 31", After(client, 10_000));
    }

    [Fact]
    public void A_PUBREL_without_an_answer_is_sent_again_and_the_message_never()
    {
        MqttSnClient client = Registered();
        Publish(client, "a/b", "1", 2);
        Polled(client);
        Answer(client, "04 0F 00 02");
        Assert.Equal("04 10 00 02", After(client, 10_000));
        Answer(client, "02 18");
        NextSent(client);
        Assert.Equal("04 10 00 02", Answer(client, Connack));
    }

    [Fact]
    public void After_a_lost_connection_an_unacknowledged_message_goes_first_with_DUP_and_the_id_it_had()
    {
        MqttSnClient client = Registered();
        Publish(client, "a/b", "1", 1);
        Publish(client, "a/b", "2", 1);
        Polled(client);
        Answer(client, "02 18");
        Assert.Equal(Connect, NextSent(client));
        Assert.Equal("09 0A 00 00 00 03 61 2F 62", Answer(client, Connack));
        Assert.Equal("08 0C A0 00 09 00 02 31", Answer(client, "07 0B 00 09 00 03 00"));
    }

    [Fact]
    public void An_invalid_topic_id_makes_the_client_register_again_and_publish_again()
    {
        MqttSnClient client = Registered();
        Publish(client, "a/b", "1", 1);
        Polled(client);
        Assert.Equal("09 0A 00 00 00 03 61 2F 62", Answer(client, "07 0D 00 05 00 02 02"));
        Assert.Equal("08 0C 20 00 06 00 02 31", Answer(client, "07 0B 00 06 00 03 00"));
        Assert.Equal(1, client.Session.Counters.Reregistrations);
    }

    [Fact]
    public void A_message_whose_topic_stays_invalid_is_given_up()
    {
        MqttSnClient client = Registered();
        Publish(client, "a/b", "1", 1, 42);
        Polled(client);
        for (int i = 3; i < 6; i++)
        {
            Answer(client, "07 0D 00 05 00 02 02");
            Answer(client, $"07 0B 00 05 00 0{i} 00");
        }

        Answer(client, "07 0D 00 05 00 02 02");
        Assert.Equal("dropped 42", Handler.Events());
        Assert.Equal(1, client.Session.Counters.PublishesRejected);
    }

    [Fact]
    public void A_predefined_topic_that_the_gateway_does_not_know_is_given_up()
    {
        MqttSnClient client = Connected(options => options.AddPredefined(7, "p"));
        Publish(client, "p", "1", 1, 42);
        Polled(client);
        Answer(client, "07 0D 00 07 00 01 02");
        Assert.Equal("dropped 42", Handler.Events());
    }

    [Fact]
    public void A_refusal_of_QoS_0_makes_the_client_register_again()
    {
        MqttSnClient client = Registered();
        Answer(client, "07 0D 00 05 00 00 02");
        Publish(client, "a/b", "1", 0);
        Assert.Equal("09 0A 00 00 00 02 61 2F 62", Polled(client));
    }

    [Fact]
    public void Congestion_stops_publishing_for_T_WAIT_and_then_the_message_goes_again()
    {
        MqttSnClient client = Registered(options => options.KeepAliveSeconds = 0);
        Publish(client, "a/b", "1", 1);
        Polled(client);
        Assert.Equal("", Answer(client, "07 0D 00 05 00 02 01"));
        Assert.Equal(300_000, client.Poll(Now));
        Assert.Equal("", After(client, 299_999));
        Assert.Equal("08 0C 20 00 05 00 02 31", After(client, 1));
    }

    [Fact]
    public void A_congested_gateway_does_not_keep_the_client_from_pinging()
    {
        MqttSnClient client = Registered();
        Publish(client, "a/b", "1", 1);
        Polled(client);
        Answer(client, "07 0D 00 05 00 02 01");
        Assert.Equal("02 16", After(client, 52_500));
    }

    [Fact]
    public void A_registration_that_is_refused_gives_the_message_up()
    {
        MqttSnClient client = Connected();
        Publish(client, "a/b", "1", 1, 42);
        Assert.Equal(RegisterAb, Polled(client));
        Answer(client, "07 0B 00 00 00 01 03");
        Assert.Equal("dropped 42", Handler.Events());
    }

    [Fact]
    public void A_full_topic_table_makes_room_for_the_next_topic()
    {
        MqttSnClient client = Registered(options => options.TopicsMax = 1);
        Publish(client, "c/d", "1", 0);
        Assert.Equal("09 0A 00 00 00 02 63 2F 64", Polled(client));
        Answer(client, "07 0B 00 06 00 02 00");
        Publish(client, "a/b", "1", 0);
        Assert.Equal("09 0A 00 00 00 03 61 2F 62", Polled(client));
    }

    [Fact]
    public void QoS_minus_1_needs_no_connection_and_no_registered_topic()
    {
        MqttSnClient client = Client(options =>
        {
            options.IsConnectionless = true;
            options.AddPredefined(1, "p/q");
        });
        Assert.Equal(PublishResult.Queued, client.PublishUnconnected(new Topic("p/q"), "hi"u8.ToArray(), 0, 2, false));
        client.PublishUnconnected(new Topic("t1"), "hi"u8.ToArray(), 0, 2, true);
        Assert.Equal("09 0C 61 00 01 00 00 68 69 / 09 0C 72 74 31 00 00 68 69", Polled(client));
        Assert.Equal("", After(client, 1_000_000));
        Assert.Throws<ArgumentException>(() => client.PublishUnconnected(new Topic("a/b"), [], 0, 0, false));
    }

    [Fact]
    public void QoS_minus_1_passes_messages_that_wait()
    {
        MqttSnClient client = Client();
        Publish(client, "a/b", "1", 1);
        client.PublishUnconnected(new Topic("t1"), "hi"u8.ToArray(), 0, 2, false);
        Assert.Equal("09 0C 62 74 31 00 00 68 69 / " + ConnectClean, Polled(client));
        Assert.Equal(1, client.Session.QueuedMessages);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        MqttSnClient client = Client(options => options.LogBytes = 100);
        Assert.Equal(PublishResult.RefusedTooLarge, Publish(client, new string('t', 65), "1", 0));
        Assert.Equal(PublishResult.RefusedTooLarge, Publish(client, "a/b", new string('1', 250), 0));
        Assert.Equal(PublishResult.RefusedTooLarge, Publish(client, "a/b", new string('1', 90), 0));
        Assert.Equal(PublishResult.Queued, Publish(client, "a/b", new string('1', 70), 0));
        Assert.Equal(PublishResult.RefusedFull, Publish(client, "a/b", "1", 0));
        Assert.Equal(4, client.Session.Counters.PublishesRefused);
    }

    [Fact]
    public void Oldest_unsent_messages_make_room_and_the_one_under_way_never()
    {
        MqttSnClient client = Connected(options =>
        {
            options.LogBytes = 64;
            options.WhenFull = WhenFull.DropOldest;
        });
        Publish(client, "tt", "0123456789", 1, 1);
        Assert.Equal("11 0C 22 74 74 00 01 30 31 32 33 34 35 36 37 38 39", Polled(client));
        Publish(client, "tt", "0123456789", 1, 2);
        Publish(client, "tt", "0123456789", 1, 3);
        Assert.Equal("dropped 2", Handler.Events());
        Assert.Equal(2, client.Session.QueuedMessages);
    }

    [Fact]
    public void A_message_longer_than_the_link_takes_is_given_up()
    {
        MqttSnClient client = Connected();
        Link.MessageBytesMax = 20;
        Publish(client, "tt", "0123456789ABCDEF", 1, 1);
        Publish(client, "tt", "2", 0, 2);
        Assert.Equal("08 0C 02 74 74 00 00 32", Polled(client));
        Assert.Equal("dropped 1", Handler.Events());
    }

    [Fact]
    public void A_full_link_delays_and_loses_nothing()
    {
        MqttSnClient client = Registered();
        Link.Room = 0;
        Publish(client, "a/b", "1", 1);
        Assert.Equal("", Polled(client));
        Assert.InRange(client.Poll(Now), 1, 50);
        Link.Room = 1;
        Assert.Equal("08 0C 20 00 05 00 02 31", Polled(client));
    }

    [Fact]
    public void Publishing_wakes_the_thread_that_waits()
    {
        MqttSnClient client = Connected();
        int wakes = Link.Wakes;
        Publish(client, "a/b", "1", 1);
        Assert.Equal(wakes + 1, Link.Wakes);
    }
}
