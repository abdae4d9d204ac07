namespace Edge.MqttSn.Tests.Client;

public class SubscriptionTests : ClientTest
{
    private static readonly TopicFilter Ab = new("a/b");

    [Fact]
    public void A_filter_is_asked_for_by_name_and_its_id_names_messages()
    {
        MqttSnClient client = Connected();
        Assert.True(client.Subscribe(Ab, QualityOfService.AtLeastOnce));
        Assert.Equal("08 12 20 00 01 61 2F 62", Polled(client));
        Answer(client, "08 13 20 00 09 00 01 00", "08 0C 00 00 09 00 00 31");
        Assert.Equal("subscribed a/b 1, a/b=1 qos 0", Handler.Events());
    }

    [Fact]
    public void A_topic_that_was_subscribed_needs_no_registration_for_publishing()
    {
        MqttSnClient client = Connected();
        client.Subscribe(Ab, QualityOfService.AtLeastOnce);
        Polled(client);
        Answer(client, "08 13 20 00 09 00 01 00");
        Publish(client, "a/b", "1", 0);
        Assert.Equal("08 0C 00 00 09 00 00 31", Polled(client));
    }

    [Fact]
    public void Wildcards_get_no_id()
    {
        MqttSnClient client = Connected();
        client.Subscribe(new TopicFilter("a/#"), QualityOfService.ExactlyOnce);
        Assert.Equal("08 12 40 00 01 61 2F 23", Polled(client));
        Answer(client, "08 13 20 00 00 00 01 00");
        Assert.Equal("subscribed a/# 1", Handler.Events());
    }

    [Fact]
    public void Predefined_and_short_topics_are_asked_for_by_id()
    {
        MqttSnClient client = Connected(options => options.AddPredefined(7, "p/q"));
        client.Subscribe(new TopicFilter("p/q"), QualityOfService.AtMostOnce);
        client.Subscribe(new TopicFilter("t1"), QualityOfService.AtLeastOnce);
        Assert.Equal("07 12 01 00 01 00 07", Polled(client));
        Assert.Equal("07 12 22 00 02 74 31", Answer(client, "08 13 00 00 00 00 01 00"));
        Answer(client, "08 13 20 00 00 00 02 00", "08 0C 01 00 07 00 00 31");
        Assert.Equal("subscribed p/q 0, subscribed t1 1, p/q=1 qos 0", Handler.Events());
        client.Unsubscribe(new TopicFilter("p/q"));
        Assert.Equal("07 14 01 00 03 00 07", Polled(client));
    }

    [Fact]
    public void One_request_is_under_way_at_a_time_and_is_sent_again_with_DUP()
    {
        MqttSnClient client = Connected();
        client.Subscribe(Ab, QualityOfService.AtLeastOnce);
        client.Subscribe(new TopicFilter("c"), QualityOfService.AtLeastOnce);
        Publish(client, "t1", "1", 0);
        Assert.Equal("08 12 20 00 01 61 2F 62", Polled(client));
        Assert.Equal("08 12 A0 00 01 61 2F 62", After(client, 10_000));
        Assert.Equal("06 12 20 00 02 63", Answer(client, "08 13 20 00 09 00 01 00"));
    }

    [Fact]
    public void A_refused_filter_is_told_and_a_congested_gateway_is_asked_again_after_T_WAIT()
    {
        MqttSnClient client = Connected(options => options.KeepAliveSeconds = 0);
        client.Subscribe(Ab, QualityOfService.AtLeastOnce);
        Polled(client);
        Answer(client, "08 13 00 00 00 00 01 01");
        Assert.Equal("", Handler.Events());
        Assert.Equal("08 12 20 00 02 61 2F 62", After(client, 300_000));
        Answer(client, "08 13 00 00 00 00 02 03");
        Assert.Equal("refused a/b", Handler.Events());
    }

    [Fact]
    public void Filters_are_asked_for_again_after_each_connect_and_given_up_ones_are_not()
    {
        MqttSnClient client = Connected();
        client.Subscribe(Ab, QualityOfService.AtLeastOnce);
        client.Subscribe(new TopicFilter("c"), QualityOfService.AtLeastOnce);
        Polled(client);
        Answer(client, "08 13 20 00 09 00 01 00");
        Answer(client, "08 13 20 00 0A 00 02 00");
        Assert.True(client.Unsubscribe(Ab));
        Assert.Equal("08 14 00 00 03 61 2F 62", Polled(client));
        Answer(client, "04 15 00 03");
        Assert.EndsWith("unsubscribed a/b", Handler.Events(), StringComparison.Ordinal);
        Answer(client, "02 18");
        NextSent(client);
        Assert.Equal("06 12 20 00 04 63", Answer(client, Connack));
        Assert.Equal("", Answer(client, "08 13 20 00 0A 00 04 00"));
    }

    [Fact]
    public void A_filter_too_many_or_unknown_is_refused_at_once()
    {
        MqttSnClient client = Client(options => options.SubscriptionsMax = 1);
        Assert.True(client.Subscribe(Ab, QualityOfService.AtLeastOnce));
        Assert.True(client.Subscribe(new TopicFilter("a/b"), QualityOfService.ExactlyOnce));
        Assert.False(client.Subscribe(new TopicFilter("c"), QualityOfService.AtLeastOnce));
        Assert.False(client.Unsubscribe(new TopicFilter("c")));
        Assert.Throws<ArgumentException>(
            () => client.Subscribe(new TopicFilter(new string('a', 300)), QualityOfService.AtLeastOnce));
    }
}
