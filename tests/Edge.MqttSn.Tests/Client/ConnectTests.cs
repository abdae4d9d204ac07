namespace Edge.MqttSn.Tests.Client;

public class ConnectTests : ClientTest
{
    [Fact]
    public void A_client_without_a_store_makes_the_gateway_forget_once_and_keeps_its_session_from_then_on()
    {
        Link.IsUp = false;
        MqttSnClient client = Client();
        Assert.Equal("", Polled(client));
        Link.IsUp = true;
        Assert.Equal(ConnectClean, Polled(client));
        Assert.Equal("02 18", Answer(client, Connack));
        Assert.Equal("", Answer(client, Connack));
        Assert.Equal(Connect, Answer(client, "02 18"));
        Assert.False(client.IsConnected);
        Assert.Equal("", Answer(client, Connack));
        Assert.True(client.IsConnected);
        Answer(client, "02 18");
        Assert.Equal(Connect, NextSent(client));
        Assert.Equal("connected, disconnected: Requested", Handler.Events());
    }

    [Fact]
    public void A_client_with_a_store_never_begins_a_new_session()
    {
        MqttSnClient client = Client(options => options.Store = new MemoryStore());
        Assert.Equal(Connect, Polled(client));
    }

    [Fact]
    public void A_clean_client_begins_a_new_session_each_time()
    {
        MqttSnClient client = Connected(options => options.CleanSession = true);
        Answer(client, "02 18");
        Assert.Equal(ConnectClean, NextSent(client));
    }

    [Fact]
    public void A_will_is_told_when_the_gateway_asks_for_it()
    {
        Will will = new(new Topic("w/t"), "bye"u8.ToArray(), QualityOfService.AtLeastOnce, true);
        MqttSnClient client = Client(options => options.Will = will);
        Assert.Equal(ConnectClean, Polled(client));
        Assert.Equal("08 04 08 01 00 3C 69 64", Forget(client));
        Assert.Equal("06 07 30 77 2F 74", Answer(client, "02 06"));
        Assert.Equal("05 09 62 79 65", Answer(client, "02 08"));
        Answer(client, Connack);
        Assert.True(client.IsConnected);
    }

    [Fact]
    public void A_repeated_connack_is_not_the_answer_to_a_connect_whose_will_was_not_asked_for()
    {
        Will will = new(new Topic("w/t"), "bye"u8.ToArray(), QualityOfService.AtLeastOnce, true);
        MqttSnClient client = Client(options => options.Will = will);
        Polled(client);
        string connect = Forget(client);
        Answer(client, Connack);
        Assert.False(client.IsConnected);
        Assert.Equal(1, client.Session.Counters.Ignored);

        // A gateway that answers a repeated CONNECT without asking again is believed.
        Assert.Equal(connect, After(client, 10_000));
        Answer(client, Connack);
        Assert.True(client.IsConnected);
    }

    [Fact]
    public void A_handshake_with_a_will_begins_anew_when_an_answer_is_late()
    {
        Will will = new(new Topic("w/t"), "bye"u8.ToArray(), QualityOfService.AtMostOnce, false);
        MqttSnClient client = Client(options => options.Will = will);
        Polled(client);
        string connect = Forget(client);
        Answer(client, "02 06");
        Assert.Equal(connect, After(client, 10_000));
        Assert.Equal("06 07 00 77 2F 74", Answer(client, "02 06"));
    }

    [Fact]
    public void A_refused_connection_is_tried_again_later_and_after_congestion_not_before_T_WAIT()
    {
        MqttSnClient client = Client();
        Polled(client);
        Answer(client, "03 05 01");
        Assert.Equal("disconnected: Refused", Handler.Events());
        Assert.Equal("", After(client, 299_999));
        Assert.Equal(ConnectClean, After(client, 1));
        Answer(client, "03 05 84");
        Assert.Equal((ReturnCode)0x84, client.Session.ReturnCode);
        Assert.Equal(ConnectClean, NextSent(client));
        Assert.Equal(1, client.Session.Counters.Congestions);
    }

    [Fact]
    public void A_gateway_that_does_not_answer_is_tried_N_retry_times_and_then_from_the_start()
    {
        MqttSnClient client = Client();
        long start = Now;
        Assert.Equal(ConnectClean, Polled(client));
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal("", After(client, 9_999));
            Assert.Equal(ConnectClean, After(client, 1));
        }

        After(client, 10_000);
        Assert.Equal("disconnected: HandshakeTimeout", Handler.Events());
        Assert.Equal(50_000, Now - start);
        Assert.Equal(ConnectClean, NextSent(client));
    }

    [Fact]
    public void A_disconnect_that_was_not_asked_for_makes_the_client_connect_again_but_not_at_once()
    {
        MqttSnClient client = Connected();
        Assert.Equal("", Answer(client, "02 18"));
        Assert.Equal("disconnected: Requested", Handler.Events());
        Assert.InRange(client.Poll(Now), 1, 500);
        Assert.Equal(Connect, NextSent(client));
    }

    [Fact]
    public void A_client_that_disconnects_waits_for_the_answer_and_stays_closed()
    {
        MqttSnClient client = Connected();
        client.Disconnect();
        Assert.Equal("02 18", Polled(client));
        Assert.False(client.IsStopped);
        Answer(client, "02 18");
        Assert.True(client.IsStopped);
        Assert.Equal("", After(client, 1_000_000));
    }

    [Fact]
    public void A_client_that_disconnects_sends_first_what_was_published()
    {
        MqttSnClient client = Registered();
        Publish(client, "a/b", "1", 1, 7);
        client.Disconnect();
        Assert.Equal("08 0C 20 00 05 00 02 31", Polled(client));
        Assert.Equal("02 18", Answer(client, "07 0D 00 05 00 02 00"));
    }

    [Fact]
    public void A_client_without_a_connection_stops_at_once()
    {
        MqttSnClient client = Client();
        Polled(client);
        client.Disconnect();
        Polled(client);
        Assert.True(client.IsStopped);
    }

    [Fact]
    public void Silence_is_broken_by_a_ping_before_the_keep_alive_is_over()
    {
        MqttSnClient client = Connected();
        Assert.Equal("", After(client, 52_499));
        Assert.Equal("02 16", After(client, 1));
        Assert.Equal("", Answer(client, "02 17"));
        Assert.Equal("02 16", After(client, 52_500));
    }

    [Fact]
    public void A_gateway_that_answers_no_ping_is_lost()
    {
        MqttSnClient client = Connected();
        After(client, 52_500);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal("02 16", After(client, 10_000));
        }

        After(client, 10_000);
        Assert.Equal("disconnected: Silence", Handler.Events());
        Assert.Equal(4, client.Session.Counters.Retransmissions);
    }

    [Fact]
    public void No_keep_alive_means_no_ping()
    {
        MqttSnClient client = Connected(options => options.KeepAliveSeconds = 0);
        Assert.Equal(Deadline.Idle, client.Poll(Now));
        Assert.Equal("", After(client, 100_000_000));
    }

    [Fact]
    public void A_ping_of_the_gateway_is_answered_while_connected()
    {
        MqttSnClient client = Client(options => options.CleanSession = true);
        Assert.Equal(ConnectClean, Answer(client, "02 16"));
        Assert.Equal("02 17", Answer(client, Connack, "02 16"));
    }

    [Fact]
    public void A_changed_will_is_told_and_a_gateway_that_cannot_change_it_is_counted()
    {
        MqttSnClient client = Connected();
        client.ChangeWill(new Will(new Topic("w"), "x"u8.ToArray(), QualityOfService.AtMostOnce, false));
        Assert.Equal("04 1A 00 77", Polled(client));
        Assert.Equal("03 1C 78", Answer(client, "03 1B 00"));
        Assert.Equal("", Answer(client, "03 1D 03"));
        Assert.Equal(1, client.Session.Counters.WillUpdatesRefused);
        Answer(client, "02 18");
        Assert.Equal("08 04 08 01 00 3C 69 64", NextSent(client));
    }

    [Fact]
    public void A_deleted_will_is_deleted_at_the_gateway_too()
    {
        Will will = new(new Topic("w/t"), "bye"u8.ToArray(), QualityOfService.AtMostOnce, false);
        MqttSnClient client = Client(options => options.Will = will);
        Polled(client);
        Forget(client);
        Answer(client, "02 06");
        Answer(client, "02 08");
        Answer(client, Connack);
        client.ChangeWill(null);
        Assert.Equal("02 1A", Polled(client));
        Assert.Equal("", Answer(client, "03 1B 00"));
        Answer(client, "02 18");
        Assert.Equal("08 04 08 01 00 3C 69 64", NextSent(client));
        Assert.Equal("02 07", Answer(client, "02 06"));
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused_with_a_reason()
    {
        Assert.Contains("1 to 23", Assert.Throws<ArgumentException>(() => new MqttSnClientOptions("")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new MqttSnClientOptions("012345678901234567890123"));
        Assert.Throws<ArgumentException>(() => Client(options =>
        {
            options.CleanSession = true;
            options.Store = new MemoryStore();
        }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Client(options => options.KeepAliveSeconds = 65_536));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MqttSnClientOptions("a").AddPredefined(0xFFFF, "t"));
        Assert.Throws<ArgumentException>(() => Client(options =>
            options.Will = new Will(new Topic("w"), new byte[300], QualityOfService.AtMostOnce, false)));
    }
}
