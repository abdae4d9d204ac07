namespace Edge.MqttSn.Tests.Client;

public class ReceiveTests : ClientTest
{
    private const string RegisterXy = "09 0A 00 09 00 01 78 2F 79";
    private const string RegackXy = "07 0B 00 09 00 01 00";

    [Fact]
    public void A_topic_that_the_gateway_registers_names_its_messages()
    {
        MqttSnClient client = Connected();
        Assert.Equal(RegackXy, Answer(client, RegisterXy));
        Assert.Equal("07 0D 00 09 00 02 00", Answer(client, "08 0C 30 00 09 00 02 31"));
        Assert.Equal("x/y=1 qos 1 retained", Handler.Events());
    }

    [Fact]
    public void Predefined_and_short_topics_have_names_too()
    {
        MqttSnClient client = Connected(options => options.AddPredefined(7, "p/q"));
        Answer(client, "08 0C 01 00 07 00 00 31", "08 0C 02 74 31 00 00 32");
        Assert.Equal("p/q=1 qos 0, t1=2 qos 0", Handler.Events());
    }

    [Fact]
    public void A_message_with_an_unknown_topic_id_is_refused_with_code_2()
    {
        MqttSnClient client = Connected();
        Assert.Equal("07 0D 00 09 00 02 02", Answer(client, "08 0C 20 00 09 00 02 31"));
        Assert.Equal("07 0D 00 08 00 00 02", Answer(client, "08 0C 01 00 08 00 00 31"));
        Assert.Equal("", Handler.Events());
        Assert.Equal(2, client.Session.Counters.UnknownTopicIds);
    }

    [Fact]
    public void A_topic_for_which_there_is_no_room_is_refused_as_congestion_and_one_that_is_too_long_for_good()
    {
        MqttSnClient client = Connected(options =>
        {
            options.TopicsMax = 1;
            options.TopicBytesMax = 3;
        });
        Answer(client, RegisterXy);
        Assert.Equal("07 0B 00 0A 00 02 01", Answer(client, "09 0A 00 0A 00 02 78 2F 7A"));
        Assert.Equal("07 0B 00 0A 00 03 03", Answer(client, "0A 0A 00 0A 00 03 78 2F 7A 7A"));
        Assert.Equal(RegackXy, Answer(client, RegisterXy));
        Assert.Equal(2, client.Session.Counters.RegistrationsRefused);
    }

    [Fact]
    public void An_id_that_the_gateway_gives_to_another_topic_names_that_one()
    {
        MqttSnClient client = Connected();
        Answer(client, RegisterXy, "09 0A 00 09 00 02 78 2F 7A", "08 0C 00 00 09 00 00 31");
        Assert.Equal("x/z=1 qos 0", Handler.Events());
    }

    [Fact]
    public void Ids_of_the_last_connection_still_name_messages()
    {
        MqttSnClient client = Connected();
        Answer(client, RegisterXy, "02 18");
        NextSent(client);
        Answer(client, Connack, "08 0C 00 00 09 00 00 31");
        Assert.EndsWith("x/y=1 qos 0", Handler.Events(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_of_QoS_2_that_comes_again_is_acknowledged_again_and_delivered_once()
    {
        MqttSnClient client = Connected();
        Assert.Equal("04 0F 00 02", Answer(client, "08 0C 42 74 31 00 02 31"));
        Assert.Equal("04 0F 00 02", Answer(client, "08 0C C2 74 31 00 02 31"));
        Assert.Equal("04 0E 00 02", Answer(client, "04 10 00 02"));
        Assert.Equal("04 0E 00 02", Answer(client, "04 10 00 02"));
        Assert.Equal("t1=1 qos 2", Handler.Events());
        Assert.Equal(1, client.Session.Counters.DuplicatesSuppressed);
    }

    [Fact]
    public void After_its_release_a_message_id_names_a_new_message()
    {
        MqttSnClient client = Connected();
        Answer(client, "08 0C 42 74 31 00 02 31", "04 10 00 02");
        Assert.Equal("04 0F 00 02", Answer(client, "08 0C 42 74 31 00 02 32"));
        Assert.Equal("t1=1 qos 2, t1=2 qos 2", Handler.Events());
    }

    [Fact]
    public void A_message_of_QoS_1_that_comes_again_is_delivered_again()
    {
        MqttSnClient client = Connected();
        Answer(client, "08 0C 22 74 31 00 02 31", "08 0C A2 74 31 00 02 31");
        Assert.Equal("t1=1 qos 1, t1=1 qos 1", Handler.Events());
    }

    [Fact]
    public void A_message_that_its_owner_keeps_is_acknowledged_when_the_owner_says_so()
    {
        MqttSnClient client = Connected();
        Handler.Takes = false;
        Assert.Equal("", Answer(client, "08 0C 22 74 31 00 02 31", "08 0C A2 74 31 00 02 31"));
        Assert.Equal("t1=1 qos 1", Handler.Events());
        client.Acknowledge(Handler.Delivery + 1);
        Assert.Equal("", Polled(client));
        client.Acknowledge(Handler.Delivery);
        Assert.Equal("07 0D 74 31 00 02 00", Polled(client));
    }

    [Fact]
    public void A_kept_message_of_QoS_2_is_acknowledged_on_a_later_connection()
    {
        MqttSnClient client = Connected();
        Handler.Takes = false;
        Answer(client, "08 0C 42 74 31 00 02 31", "02 18");
        int delivery = Handler.Delivery;
        NextSent(client);
        Assert.Equal("", Answer(client, Connack, "08 0C C2 74 31 00 02 31"));
        client.Acknowledge(delivery);
        Assert.Equal("04 0F 00 02", Polled(client));
        Assert.Equal("t1=1 qos 2, disconnected: Requested, connected", Handler.Events());
    }

    [Fact]
    public void Nothing_is_delivered_before_the_connection_is_made()
    {
        MqttSnClient client = Client();
        Answer(client, "08 0C 02 74 31 00 00 31");
        Assert.Equal("", Handler.Events());
        Assert.Equal(1, client.Session.Counters.Ignored);
    }

    [Fact]
    public void Datagrams_that_break_a_rule_are_counted_and_change_nothing()
    {
        MqttSnClient client = Connected();
        Assert.Equal("", Answer(client, "02", "00 00", "02 03", "03 17", "05 FE 00 AB CD", "0A 04 04 01 00 3C 64 65 76 31"));
        Assert.Equal(6, client.Session.Counters.Violations);
        Assert.Equal(Violation.WrongDirection, client.Session.LastViolation);
        Assert.True(client.IsConnected);
    }

    [Fact]
    public void A_handler_that_throws_ends_the_connection_and_nothing_else()
    {
        MqttSnClient client = Connected();
        Handler.Throws = true;
        Answer(client, "08 0C 22 74 31 00 02 31");
        Assert.Equal("disconnected: HandlerFailed", Handler.Events());
        Assert.IsType<InvalidOperationException>(client.Session.LastHandlerFailure);
        Assert.Equal(Connect, NextSent(client));
    }

    [Fact]
    public void An_answer_that_finds_the_link_full_leaves_later_and_nothing_is_read_meanwhile()
    {
        MqttSnClient client = Connected();
        Link.Room = 0;
        Answer(client, "08 0C 22 74 31 00 02 31", "08 0C 22 74 31 00 03 32");
        Assert.Equal("t1=1 qos 1", Handler.Events());
        Link.Room = 2;
        Assert.Equal("07 0D 74 31 00 02 00 / 07 0D 74 31 00 03 00", Polled(client));
        Assert.Equal("t1=2 qos 1", Handler.Events());
    }
}
