using Edge.Testing;

namespace Edge.Mqtt.Tests.Client;

/// <summary>Messages that come in whole, and their acknowledgements.</summary>
public class InboundTests : ClientTest
{
    [Fact]
    [Rule("2.3.1-6")]
    [Rule("4.6.0-2")]
    public void Acknowledgements_leave_in_the_order_of_arrival_however_they_were_answered()
    {
        Handler.AcknowledgesAtOnce = false;
        MqttClient client = Connected(Client());
        Stream.Feed("32 06 0001 \"t\" 0005 \"a\"  32 06 0001 \"t\" 0006 \"b\"  32 06 0001 \"t\" 0007 \"c\"");
        client.Poll(Now);
        Assert.Equal("t=a q1; t=b q1; t=c q1", Handler.Events());

        client.Acknowledge(Handler.Deliveries[1]);
        client.Acknowledge(Handler.Deliveries[2]);
        client.Poll(Now);
        Assert.Equal("", Stream.Written());

        client.Acknowledge(Handler.Deliveries[0]);
        client.Poll(Now);
        Assert.Equal(Hex.Of("40 02 0005  40 02 0006  40 02 0007"), Stream.Written());
    }

    [Fact]
    public void An_answer_for_an_earlier_connection_acknowledges_nothing()
    {
        Handler.AcknowledgesAtOnce = false;
        MqttClient client = Connected(Client());
        Stream.Feed("32 06 0001 \"t\" 0005 \"a\"");
        client.Poll(Now);
        Reconnect(client, ConnackResumed);
        Stream.Feed("32 06 0001 \"t\" 0005 \"b\"");
        client.Poll(Now);
        Stream.Written();

        client.Acknowledge(Handler.Deliveries[0]);
        client.Poll(Now);
        Assert.Equal("", Stream.Written());
        client.Acknowledge(Handler.Deliveries[1]);
        client.Poll(Now);
        Assert.Equal(Hex.Of("40 02 0005"), Stream.Written());
    }

    [Fact]
    public void No_more_is_read_than_may_be_held_until_one_is_acknowledged()
    {
        Handler.AcknowledgesAtOnce = false;
        MqttClient client = Connected(Client(options => options.HeldMax = 2));
        Stream.Feed("32 05 0001 \"t\" 0005  32 05 0001 \"t\" 0006  32 05 0001 \"t\" 0007  30 03 0001 \"z\"");
        client.Poll(Now);
        client.Poll(Now);
        Assert.Equal("t= q1; t= q1", Handler.Events());

        client.Acknowledge(Handler.Deliveries[0]);
        client.Poll(Now);
        Assert.Equal("t= q1", Handler.Events());
        client.Acknowledge(Handler.Deliveries[1]);
        client.Poll(Now);
        Assert.Equal("z= q0", Handler.Events());
    }

    [Fact]
    public void Acknowledgements_of_nothing_are_counted_and_tolerated()
    {
        MqttClient client = Connected(Client());
        Stream.Feed("40 02 0009  50 02 0009  62 02 0009  70 02 0009  90 03 0009 00  B0 02 0009");
        client.Poll(Now);

        Assert.True(client.Session.IsConnected);
        Assert.Equal(5, client.Session.Counters.UnexpectedAcknowledgements);
        // A PUBREL has to be answered even then, or its sender waits for ever.
        Assert.Equal("70020009", Stream.Written());
    }

    [Fact]
    [Rule("4.5.0-2")]
    public void A_message_larger_than_the_buffer_that_nobody_takes_in_parts_is_acknowledged_and_skipped()
    {
        MqttClient client = Connected(Client(options => options.ReceiveBytes = 64));
        Stream.Feed("32 7F 0001 \"t\" 0007" + string.Concat(Enumerable.Repeat("AA", 122)) + "30 04 0001 \"t\" \"n\"");
        client.Poll(Now);

        Assert.Equal("40020007", Stream.Written());
        Assert.Equal("t=n q0", Handler.Events());
        Assert.Equal(1, client.Session.Counters.PublishesSkipped);
    }

    [Fact]
    [Rule("3.3.4-1")]
    [Rule("4.5.0-2")]
    public void A_message_is_answered_as_its_quality_asks_whether_or_not_anybody_subscribed_to_it()
    {
        MqttClient client = Connected();

        Assert.Equal("", Answer(client, "30 04 0001 \"z\" \"0\""));
        Assert.Equal("40020005", Answer(client, "32 06 0001 \"z\" 0005 \"1\""));
        Assert.Equal("50020006", Answer(client, "34 06 0001 \"z\" 0006 \"2\""));
        Assert.Equal("z=0 q0; z=1 q1; z=2 q2", Handler.Events());
    }

    [Fact]
    [Rule("2.3.1-6")]
    [Rule("4.3.2-2")]
    public void After_its_puback_an_identifier_is_new_and_its_message_is_delivered()
    {
        MqttClient client = Connected();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal("40020005", Answer(client, "3A 06 0001 \"t\" 0005 \"a\""));
            Assert.Equal("t=a q1 dup", Handler.Events());
        }
    }
}
