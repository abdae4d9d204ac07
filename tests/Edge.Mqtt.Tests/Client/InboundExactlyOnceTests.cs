using Edge.Testing;

namespace Edge.Mqtt.Tests.Client;

/// <summary>QoS 2 on its way in: delivered once, whatever comes again.</summary>
public class InboundExactlyOnceTests : ClientTest
{
    private const string First = "34 06 0001 \"t\" 0005 \"a\"";
    private const string Again = "3C 06 0001 \"t\" 0005 \"a\"";

    [Fact]
    [Rule("2.3.1-6")]
    [Rule("3.3.4-1")]
    [Rule("4.3.3-2")]
    public void A_message_is_delivered_at_once_and_answered_with_pubrec_and_pubcomp()
    {
        MqttClient client = Connected();
        Assert.Equal("50020005", Answer(client, First));
        Assert.Equal("t=a q2", Handler.Events());
        Assert.Equal("70020005", Answer(client, "62 02 0005"));
        Assert.Equal("", Handler.Events());
    }

    [Fact]
    [Rule("4.3.3-2")]
    public void Before_its_pubrel_a_message_is_acknowledged_again_and_not_delivered_again()
    {
        MqttClient client = Connected();
        Answer(client, First);
        Assert.Equal("50020005", Answer(client, Again));
        Assert.Equal("5002000550020005", Answer(client, First + Again));
        Assert.Equal("t=a q2", Handler.Events());
        Assert.Equal(3, client.Session.Counters.DuplicatesSuppressed);

        // After it the identifier is new, and so is its message.
        Answer(client, "62 02 0005");
        Assert.Equal("50020005", Answer(client, First));
        Assert.Equal("t=a q2", Handler.Events());
    }

    [Fact]
    [Rule("3.1.2-4")]
    [Rule("4.1.0-1")]
    [Rule("4.3.3-2")]
    public void A_message_that_comes_again_on_the_next_connection_is_not_delivered_again()
    {
        MqttClient client = Connected();
        Answer(client, First);
        Reconnect(client, ConnackResumed);
        Handler.Events();
        Stream.Written();
        Assert.Equal("50020005", Answer(client, Again));
        Assert.Equal("", Handler.Events());

        Reconnect(client, ConnackResumed);
        Stream.Written();
        Assert.Equal("70020005", Answer(client, "62 02 0005"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule("3.1.2-6")]
    public void A_server_without_the_session_begins_its_identifiers_anew(bool isCleanSession)
    {
        MqttClient client = Connected(options => options.CleanSession = isCleanSession);
        Answer(client, First);
        Reconnect(client, Connack);
        Handler.Events();
        Answer(client, First);

        Assert.Equal("t=a q2", Handler.Events());
    }

    [Fact]
    [Rule("4.1.0-2")]
    public void A_clean_session_too_lasts_as_long_as_its_connection()
    {
        MqttClient client = Connected(options => options.CleanSession = true);
        Publish(client, "1", QualityOfService.ExactlyOnce, token: 7);
        Answer(client, First);
        for (int i = 0; i < 2000; i++)
        {
            Now += client.Poll(Now);
            client.Poll(Now);
            Answer(client, "D0 00");
        }

        Assert.Equal("50020005", Answer(client, Again));
        Assert.Equal("62020001", Answer(client, "50 02 0001"));
        Answer(client, "70 02 0001");
        Assert.Equal("t=a q2; acknowledged 7", Handler.Events());
    }

    [Fact]
    [Rule("4.6.0-2")]
    [Rule("4.6.0-3")]
    public void Pubrecs_and_pubacks_leave_in_the_order_of_arrival_however_they_were_answered()
    {
        Handler.AcknowledgesAtOnce = false;
        MqttClient client = Connected();
        Answer(client, "34 05 0001 \"t\" 0005  34 05 0001 \"t\" 0006  32 05 0001 \"t\" 0007  34 05 0001 \"t\" 0008");
        client.Acknowledge(Handler.Deliveries[3]);
        client.Acknowledge(Handler.Deliveries[2]);
        client.Acknowledge(Handler.Deliveries[1]);
        Assert.Equal("", Answer(client, ""));

        client.Acknowledge(Handler.Deliveries[0]);
        Assert.Equal("50020005500200064002000750020008", Answer(client, ""));
    }

    [Fact]
    [Rule("4.3.3-2")]
    public void A_message_that_comes_again_while_its_answer_is_still_due_waits_for_the_same_answer()
    {
        Handler.AcknowledgesAtOnce = false;
        MqttClient client = Connected();
        Assert.Equal("", Answer(client, First));
        Assert.Equal("", Answer(client, Again));
        Assert.Equal("t=a q2", Handler.Events());

        client.Acknowledge(Handler.Deliveries[0]);
        Assert.Equal("5002000550020005", Answer(client, ""));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Rule("4.3.3-2")]
    public void A_message_whose_answer_is_due_outlives_the_cut(int answeredAt)
    {
        Handler.AcknowledgesAtOnce = false;
        MqttClient client = Connected();
        Answer(client, First);
        Stream.Cut();
        Now += client.Poll(Now);
        AcknowledgeAt(0);
        client.Poll(Now);
        Stream.Feed(ConnackResumed);
        client.Poll(Now);
        AcknowledgeAt(1);
        Stream.Written();
        Assert.Equal(answeredAt < 2 ? "50020005" : "", Answer(client, Again));
        AcknowledgeAt(2);
        Assert.Equal(answeredAt < 2 ? "" : "50020005", Answer(client, ""));
        Assert.Equal("t=a q2; ended StreamClosed; resumed", Handler.Events());
        Assert.Equal("70020005", Answer(client, "62 02 0005"));

        void AcknowledgeAt(int moment)
        {
            if (moment == answeredAt)
            {
                client.Acknowledge(Handler.Deliveries[0]);
            }
        }
    }

    [Fact]
    [Rule("4.3.3-2")]
    public void Every_pubrel_is_answered_also_one_that_is_not_known()
    {
        MqttClient client = Connected();
        Answer(client, First);
        Assert.Equal("70020005", Answer(client, "62 02 0005"));
        Assert.Equal("70020005", Answer(client, "62 02 0005"));
        Assert.Equal("7002000970020008", Answer(client, "62 02 0009  62 02 0008"));
    }

    [Fact]
    public void More_messages_than_are_remembered_end_the_connection_and_the_next_one_makes_room()
    {
        MqttClient client = Connected(options => options.InboundMax = 2);
        string third = "34 06 0001 \"t\" 0007 \"c\"";
        Assert.Equal(Hex.Of("50 02 0005  50 02 0006"), Answer(client, First + "34 06 0001 \"t\" 0006 \"b\"" + third));
        Assert.Equal("t=a q2; t=b q2; ended InboundOverflow", Handler.Events());
        Assert.Equal(1, client.Session.Counters.InboundOverflows);

        Reconnect(client, ConnackResumed);
        Stream.Written();
        Assert.Equal(Hex.Of("70 02 0005  50 02 0007"), Answer(client, "62 02 0005" + third));
        Assert.Equal("resumed; t=c q2", Handler.Events());
    }

    [Fact]
    public void A_handler_that_threw_gets_the_message_again()
    {
        MqttClient client = Connected();
        Handler.OnPublish = () => throw new InvalidOperationException("handler");
        Assert.Equal("", Answer(client, First));
        Handler.OnPublish = null;
        Reconnect(client, ConnackResumed);
        Stream.Written();
        Assert.Equal("50020005", Answer(client, Again));

        Assert.Equal("t=a q2; ended HandlerFailed; resumed; t=a q2 dup", Handler.Events());
    }
}
