using Edge.Testing;

namespace Edge.Mqtt.Tests.Broker;

/// <summary>Messages and subscriptions through a real mosquitto.</summary>
public sealed class BrokerMessageTests : IDisposable
{
    private readonly Mosquitto _broker;
    private readonly RunningClient _publisher;
    private readonly RunningClient _subscriber;

    public BrokerMessageTests()
    {
        Assert.SkipUnless(Mosquitto.IsInstalled, Mosquitto.SkipReason);
        _broker = new Mosquitto();
        _publisher = new RunningClient("publisher", _broker.Port).StartConnected();
        _subscriber = new RunningClient("subscriber", _broker.Port).StartConnected();
    }

    public static TheoryData<QualityOfService, QualityOfService> Pairs => new(
        from published in Enum.GetValues<QualityOfService>()
        from subscribed in Enum.GetValues<QualityOfService>()
        select (published, subscribed));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_message_arrives_at_the_lower_of_the_two_qualities(
        QualityOfService published, QualityOfService subscribed)
    {
        _subscriber.Subscribe("a/b", subscribed);

        _publisher.Publish("a/b", "first", published, token: 7);
        _publisher.PublishSafely("a/b", "second", token: 8);
        _subscriber.UntilMessages(2);

        QualityOfService expected = published < subscribed ? published : subscribed;
        Assert.Equal(new Message("a/b", "first", expected, false), _subscriber.Messages.First(m => m.Text == "first"));
        Assert.Equal(2, _subscriber.Messages.Length);
    }

    [Fact]
    public void A_retained_message_reaches_a_later_subscriber_until_an_empty_one_clears_it()
    {
        _publisher.PublishSafely("state", "on", isRetained: true);

        _subscriber.Subscribe("state", QualityOfService.AtLeastOnce);
        _subscriber.UntilMessages(1);
        Assert.Equal([new Message("state", "on", QualityOfService.AtLeastOnce, true)], _subscriber.Messages);

        _publisher.PublishSafely("state", "", isRetained: true);
        using RunningClient late = new RunningClient("late", _broker.Port).StartConnected();
        late.Subscribe("state", QualityOfService.AtLeastOnce);
        _publisher.PublishSafely("state", "live");
        late.UntilMessages(1);
        Assert.Equal([new Message("state", "live", QualityOfService.AtLeastOnce, false)], late.Messages);
    }

    [Theory]
    [InlineData("+/temperature", "hall/temperature", "hall/cellar/temperature")]
    [InlineData("hall/#", "hall/cellar/temperature", "attic/temperature")]
    [InlineData("hall/#", "hall", "hallway")]
    [InlineData("#", "hall/temperature", "$own/temperature")]
    [InlineData("/+", "/hall", "hall")]
    public void A_wildcard_brings_what_it_matches_and_nothing_else(string filter, string matching, string other)
    {
        _subscriber.Subscribe(filter, QualityOfService.AtLeastOnce);

        _publisher.PublishSafely(other, "other");
        _publisher.PublishSafely(matching, "matching");
        _subscriber.UntilMessages(1);

        Assert.Equal(matching, Assert.Single(_subscriber.Messages).Topic);
    }

    [Fact]
    public void The_broker_s_own_topics_come_when_they_are_asked_for()
    {
        _subscriber.Subscribe("$SYS/#", QualityOfService.AtMostOnce);
        _subscriber.UntilMessages(1);

        Assert.All(_subscriber.Messages, message => Assert.StartsWith("$SYS/", message.Topic, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_comes_for_a_filter_that_was_given_up()
    {
        _subscriber.Subscribe("given/up", QualityOfService.AtLeastOnce);
        _subscriber.Subscribe("kept", QualityOfService.AtLeastOnce);

        _subscriber.Unsubscribe("given/up");
        _publisher.PublishSafely("given/up", "1");
        _publisher.PublishSafely("kept", "2");
        _subscriber.UntilMessages(1);

        Assert.Equal("kept", Assert.Single(_subscriber.Messages).Topic);
    }

    [Fact]
    public void Publishes_that_wait_together_leave_in_one_write()
    {
        _subscriber.Subscribe("batch/#", QualityOfService.AtLeastOnce);
        using FaultyStream stream = new(RunningClient.Tcp(_broker.Port));
        using RunningClient client = new(RunningClient.Options("batch"), stream);
        string[] texts = [.. Enumerable.Range(0, 20).Select(i => "reading " + i)];
        foreach (string text in texts)
        {
            Assert.Equal(PublishResult.Queued, client.Publish("batch/x", text, QualityOfService.AtLeastOnce));
        }

        client.Start();
        client.UntilAcknowledged(20);
        _subscriber.UntilMessages(20);

        // The other one is CONNECT.
        Assert.Equal(2, stream.Writes);
        Assert.Equal(texts, _subscriber.Messages.Select(message => message.Text));
    }

    public void Dispose()
    {
        _publisher?.Dispose();
        _subscriber?.Dispose();
        _broker?.Dispose();
    }
}
