using Edge.Testing;

namespace Edge.Mqtt.Tests.Client;

/// <summary>QoS 2 on its way out, byte by byte.</summary>
public class ExactlyOnceTests : ClientTest
{
    [Fact]
    [Rule("2.3.1-6")]
    [Rule("4.3.3-1")]
    public void A_message_is_sent_then_released_and_over_with_its_pubcomp()
    {
        MqttClient client = Connected();
        Publish(client, "1", QualityOfService.ExactlyOnce, token: 7);
        Assert.Equal(Hex.Of("34 06 0001 \"t\" 0001 \"1\""), Answer(client, ""));
        Assert.Equal("62020001", Answer(client, "50 02 0001"));
        Assert.Equal("", Handler.Events());
        Assert.Equal(1, client.Session.QueuedMessages);

        Assert.Equal("", Answer(client, "70 02 0001"));
        Assert.Equal("acknowledged 7", Handler.Events());
        Assert.Equal(0, client.Session.QueuedMessages);
    }

    [Fact]
    [Rule("2.3.1-3")]
    [Rule("3.3.1-1")]
    [Rule("4.4.0-1")]
    public void Before_its_pubrec_a_message_is_resent_with_dup_and_its_identifier()
    {
        MqttClient client = Connected();
        Publish(client, "1", QualityOfService.ExactlyOnce);
        client.Poll(Now);
        for (int i = 0; i < 2; i++)
        {
            Stream.Written();
            Reconnect(client, ConnackResumed);
            Assert.Equal(Hex.Of(Connect + "3C 06 0001 \"t\" 0001 \"1\""), Stream.Written());
        }
    }

    [Fact]
    [Rule("4.3.3-1")]
    [Rule("4.4.0-1")]
    public void After_its_pubrec_the_pubrel_is_resent_and_never_the_publish()
    {
        MqttClient client = Connected();
        Publish(client, "1", QualityOfService.ExactlyOnce, token: 7);
        Publish(client, "2", QualityOfService.AtLeastOnce);
        Answer(client, "");
        // The cut comes before the PUBREL has left, and after.
        Stream.WriteRoom = 0;
        Answer(client, "50 02 0001");
        Stream.WriteRoom = int.MaxValue;
        for (int i = 0; i < 3; i++)
        {
            Reconnect(client, ConnackResumed);
            Assert.Equal(Hex.Of(Connect + "62 02 0001  3A 06 0001 \"t\" 0002 \"2\""), Stream.Written());
        }

        Handler.Events();
        Answer(client, "70 02 0001");
        Assert.Equal("acknowledged 7", Handler.Events());
    }

    [Fact]
    [Rule("4.6.0-4")]
    public void Pubrels_leave_in_the_order_of_the_pubrecs_also_on_the_next_connection()
    {
        MqttClient client = Connected();
        for (int i = 0; i < 4; i++)
        {
            Publish(client, "x", QualityOfService.ExactlyOnce);
        }

        Answer(client, "");
        Assert.Equal("620200026202000462020001", Answer(client, "50 02 0002  50 02 0004  50 02 0001"));
        Answer(client, "70 02 0004");
        Reconnect(client, ConnackResumed);

        Assert.Equal(Hex.Of(Connect + "62 02 0002  62 02 0001  3C 06 0001 \"t\" 0003 \"x\""), Stream.Written());
    }

    [Fact]
    [Rule("4.6.0-1")]
    public void Resent_messages_of_both_qualities_keep_their_order()
    {
        MqttClient client = Connected();
        Publish(client, "a", QualityOfService.ExactlyOnce);
        Publish(client, "b", QualityOfService.AtLeastOnce);
        Publish(client, "c", QualityOfService.ExactlyOnce);
        Publish(client, "d", QualityOfService.AtLeastOnce);
        Answer(client, "");
        Reconnect(client, ConnackResumed);

        Assert.Equal(
            Hex.Of(Connect + "3C 06 0001 \"t\" 0001 \"a\"  3A 06 0001 \"t\" 0002 \"b\"  "
                + "3C 06 0001 \"t\" 0003 \"c\"  3A 06 0001 \"t\" 0004 \"d\""),
            Stream.Written());
    }

    [Fact]
    public void A_message_keeps_its_place_in_the_window_until_its_pubcomp()
    {
        MqttClient client = Connected(options => options.InFlightMax = 1);
        Publish(client, "1", QualityOfService.ExactlyOnce);
        Publish(client, "2", QualityOfService.ExactlyOnce);
        Assert.Equal(Hex.Of("34 06 0001 \"t\" 0001 \"1\""), Answer(client, ""));
        Assert.Equal("62020001", Answer(client, "50 02 0001"));
        Assert.Equal(Hex.Of("34 06 0001 \"t\" 0002 \"2\""), Answer(client, "70 02 0001"));
    }

    [Fact]
    public void An_acknowledgement_of_the_other_quality_ends_nothing()
    {
        MqttClient client = Connected();
        Publish(client, "1", QualityOfService.ExactlyOnce);
        Publish(client, "2", QualityOfService.AtLeastOnce);
        Answer(client, "");
        Assert.Equal("", Answer(client, "40 02 0001  70 02 0001  50 02 0002  70 02 0002"));

        Assert.Equal(4, client.Session.Counters.UnexpectedAcknowledgements);
        Assert.Equal(2, client.Session.QueuedMessages);
    }

    [Fact]
    public void A_pubrec_that_comes_again_changes_nothing()
    {
        MqttClient client = Connected();
        Publish(client, "1", QualityOfService.ExactlyOnce, token: 7);
        Answer(client, "");
        Assert.Equal("62020001", Answer(client, "50 02 0001  50 02 0001"));
        Assert.Equal("", Answer(client, "50 02 0001"));
        Answer(client, "70 02 0001  70 02 0001");

        Assert.Equal("acknowledged 7", Handler.Events());
        Assert.Equal(1, client.Session.Counters.UnexpectedAcknowledgements);
    }

    [Theory]
    [InlineData(1, 256)]
    [InlineData(55, 64)]
    [InlineData(56, 64)]
    [InlineData(200, 64)]
    [Rule("4.3.3-2")]
    public void In_a_session_older_than_this_life_a_message_waits_until_its_identifier_is_released(
        int payloadBytes, int sendBytes)
    {
        MqttClient client = Connected(Client(options => options.SendBytes = sendBytes), ConnackResumed);
        string payload = new('p', payloadBytes);
        Publish(client, "1", QualityOfService.AtLeastOnce);
        Publish(client, payload, QualityOfService.ExactlyOnce, token: 7);
        // As many as the window has places.
        const string Releases = "62 02 0002  62 02 0003  62 02 0004  62 02 0005";
        Assert.Equal(Hex.Of("32 06 0001 \"t\" 0001 \"1\" " + Releases), Answer(client, ""));
        Assert.Equal("", Answer(client, "70 02 0002  70 02 0003  70 02 0004"));

        int remaining = payloadBytes + 5;
        string length = remaining < 128 ? $"{remaining:X2}" : $"{remaining & 127 | 128:X2} {remaining >> 7:X2}";
        Assert.Equal(Hex.Of($"34 {length} 0001 \"t\" 0002 \"{payload}\""), Answer(client, "70 02 0005"));
        Assert.Equal("", Handler.Events());
        Assert.Equal("62020002", Answer(client, "50 02 0002"));
        Answer(client, "70 02 0002");
        Assert.Equal("acknowledged 7", Handler.Events());
        Assert.Equal(0, client.Session.Counters.UnexpectedAcknowledgements);
    }

    [Fact]
    [Rule("2.3.1-2")]
    [Rule("2.3.1-3")]
    public void An_identifier_is_not_used_again_while_a_message_a_release_or_a_request_has_it()
    {
        MqttClient client = Connected(options => options.InFlightMax = 3);
        Publish(client, "1", QualityOfService.ExactlyOnce);
        Answer(client, "");
        Answer(client, "50 02 0001");
        client.Subscribe(new TopicFilter("f"), QualityOfService.AtMostOnce);
        Assert.Equal(Hex.Of("82 06 0002 0001 \"f\" 00"), Answer(client, ""));
        Publish(client, "3", QualityOfService.AtLeastOnce);
        Assert.Equal(Hex.Of("32 06 0001 \"t\" 0003 \"3\""), Answer(client, ""));
        for (int identifier = 4; identifier <= 65535; identifier++)
        {
            Publish(client, "x", QualityOfService.AtLeastOnce);
            client.Poll(Now);
            Answer(client, $"40 02 {identifier:X4}");
        }

        Publish(client, "4", QualityOfService.AtLeastOnce);
        Assert.Equal(Hex.Of("32 06 0001 \"t\" 0004 \"4\""), Answer(client, ""));
    }

    [Fact]
    [Rule("3.1.2-6")]
    public void A_clean_session_sends_as_new_what_was_not_received_and_is_done_with_what_was()
    {
        MqttClient client = Connected(options => options.CleanSession = true);
        Publish(client, "1", QualityOfService.ExactlyOnce, token: 11);
        Publish(client, "2", QualityOfService.ExactlyOnce, token: 12);
        Answer(client, "");
        Answer(client, "50 02 0001");
        Reconnect(client, Connack);

        Assert.Equal("ended StreamClosed; acknowledged 11; connected", Handler.Events());
        Assert.EndsWith(
            Hex.Of("0002 \"id\"  34 06 0001 \"t\" 0003 \"2\""), Stream.Written(), StringComparison.Ordinal);
    }
}
