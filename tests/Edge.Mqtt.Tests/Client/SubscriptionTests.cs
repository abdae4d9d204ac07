using Edge.Testing;

namespace Edge.Mqtt.Tests.Client;

/// <summary>Topic filters: asked for, given up, and asked for again.</summary>
public class SubscriptionTests : ClientTest
{
    [Fact]
    public void Subscriptions_are_made_on_connection_and_again_when_the_server_lost_the_session()
    {
        MqttClient client = Client();
        client.Subscribe(new TopicFilter("a/+"), QualityOfService.AtLeastOnce);
        Connected(client);
        Assert.Equal(Hex.Of("82 08 0001 0003 \"a/+\" 01"), Stream.Written());
        Stream.Feed("90 03 0001 01");
        client.Poll(Now);
        Assert.Equal("a/+ q1", Handler.Events());

        Reconnect(client, ConnackResumed);
        Assert.Equal(Hex.Of(Connect), Stream.Written());

        Reconnect(client, Connack);
        Assert.EndsWith(Hex.Of("82 08 0002 0003 \"a/+\" 01"), Stream.Written(), StringComparison.Ordinal);
        Stream.Feed("90 03 0002 80");
        client.Poll(Now);
        Assert.EndsWith("a/+ refused", Handler.Events(), StringComparison.Ordinal);
    }

    [Fact]
    [Rule("3.10.3-2")]
    public void Unsubscribing_frees_the_place()
    {
        MqttClient client = Connected(Client(options => options.SubscriptionsMax = 1));
        Assert.True(client.Subscribe(new TopicFilter("a"), QualityOfService.AtMostOnce));
        Assert.False(client.Subscribe(new TopicFilter("b"), QualityOfService.AtMostOnce));
        client.Poll(Now);
        Stream.Feed("90 03 0001 00");
        client.Poll(Now);
        Stream.Written();

        Assert.True(client.Unsubscribe(new TopicFilter("a")));
        client.Poll(Now);
        Assert.Equal(Hex.Of("A2 05 0002 0001 \"a\""), Stream.Written());
        Stream.Feed("B0 02 0002");
        client.Poll(Now);
        Assert.True(client.Subscribe(new TopicFilter("b"), QualityOfService.AtMostOnce));
    }

    [Theory]
    [InlineData(QualityOfService.AtMostOnce, "00")]
    [InlineData(QualityOfService.AtLeastOnce, "01")]
    [InlineData(QualityOfService.ExactlyOnce, "02")]
    [Rule("3.8.3-3")]
    [Rule("3.8.3-4")]
    public void A_subscribe_holds_one_filter_and_the_quality_that_was_asked_for(QualityOfService quality, string asked)
    {
        MqttClient client = Connected();
        client.Subscribe(new TopicFilter("a"), quality);
        client.Subscribe(new TopicFilter("b/#"), quality);

        Assert.Equal(
            Hex.Of($"82 06 0001 0001 \"a\" {asked}  82 08 0002 0003 \"b/#\" {asked}"), Answer(client, ""));
    }

    [Fact]
    [Rule("3.8.3-4")]
    public void There_is_no_fourth_quality_of_service()
    {
        MqttClient client = Connected();

        Assert.Throws<ArgumentOutOfRangeException>(() => client.Subscribe(new TopicFilter("a"), (QualityOfService)3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Publish(client, "1", (QualityOfService)3));
        Assert.Equal("", Answer(client, ""));
    }

    [Fact]
    [Rule("2.3.1-7")]
    public void An_answer_belongs_to_the_request_with_its_identifier()
    {
        MqttClient client = Connected();
        client.Subscribe(new TopicFilter("a"), QualityOfService.ExactlyOnce);
        client.Subscribe(new TopicFilter("b"), QualityOfService.ExactlyOnce);
        Answer(client, "");
        Answer(client, "90 03 0002 01  90 03 0003 02  90 03 0001 00");
        Assert.Equal("b q1; a q0", Handler.Events());

        client.Unsubscribe(new TopicFilter("a"));
        client.Unsubscribe(new TopicFilter("b"));
        Answer(client, "");
        Answer(client, "B0 02 0004  B0 02 0001  90 03 0003 00  B0 02 0003");
        Assert.Equal("b given up; a given up", Handler.Events());
        Assert.Equal(3, client.Session.Counters.UnexpectedAcknowledgements);
    }

    [Fact]
    public void A_request_that_was_cut_off_is_made_again_under_a_new_identifier()
    {
        MqttClient client = Connected();
        client.Subscribe(new TopicFilter("a"), QualityOfService.AtMostOnce);
        client.Subscribe(new TopicFilter("b"), QualityOfService.AtMostOnce);
        Answer(client, "");
        Answer(client, "90 03 0001 00");
        client.Unsubscribe(new TopicFilter("a"));
        Answer(client, "");
        Reconnect(client, ConnackResumed);

        Assert.Equal(Hex.Of(Connect + "A2 05 0004 0001 \"a\"  82 06 0005 0001 \"b\" 00"), Stream.Written());
        Answer(client, "B0 02 0003  90 03 0002 00  B0 02 0004  90 03 0005 00");
        Assert.Equal("a q0; ended StreamClosed; resumed; a given up; b q0", Handler.Events());
    }

    [Fact]
    public void A_suback_with_more_codes_than_filters_is_a_broken_rule()
    {
        MqttClient client = Connected();
        client.Subscribe(new TopicFilter("a"), QualityOfService.AtMostOnce);
        Answer(client, "");
        Answer(client, "90 04 0001 00 00");

        Assert.Equal(Violation.SubackCount, client.Session.LastViolation);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(1000)]
    public void A_request_larger_than_the_send_buffer_leaves_in_pieces(int bytesPerCall)
    {
        MqttClient client = Connected(options => options.SendBytes = 64);
        Stream.BytesPerCall = bytesPerCall;
        string filter = new('f', 300);
        Publish(client, "1", QualityOfService.AtMostOnce);
        client.Subscribe(new TopicFilter(filter), QualityOfService.ExactlyOnce);
        client.Subscribe(new TopicFilter("g"), QualityOfService.AtLeastOnce);
        string written = "";
        for (int i = 0; i < 400; i++)
        {
            written += Answer(client, "");
        }

        Assert.Equal(
            Hex.Of($"30 04 0001 \"t\" \"1\"  82 B1 02 0001 012C \"{filter}\" 02  82 06 0002 0001 \"g\" 01"), written);
    }

    [Fact]
    public void A_request_that_was_cut_off_in_the_middle_begins_anew()
    {
        MqttClient client = Connected(options => options.SendBytes = 64);
        string filter = new('f', 300);
        client.Subscribe(new TopicFilter(filter), QualityOfService.AtMostOnce);
        Stream.WriteRoom = 100;
        client.Poll(Now);
        Stream.WriteRoom = int.MaxValue;
        Stream.Written();
        Reconnect(client, ConnackResumed);

        Assert.Equal(Hex.Of(Connect + $"82 B1 02 0002 012C \"{filter}\" 00"), Stream.Written() + Answer(client, ""));
    }
}
