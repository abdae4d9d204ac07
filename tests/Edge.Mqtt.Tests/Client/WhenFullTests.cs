namespace Edge.Mqtt.Tests.Client;

/// <summary>What makes room when the log is full: three messages of four bytes fill it.</summary>
public class WhenFullTests : ClientTest
{
    [Fact]
    public void The_oldest_message_makes_room_and_is_told()
    {
        MqttClient client = Full(WhenFull.DropOldest);
        Assert.Equal(PublishResult.Queued, Publish(client, "4444", QualityOfService.AtLeastOnce, token: 4));
        Assert.Equal(PublishResult.Queued, Publish(client, "five is longer", QualityOfService.AtMostOnce, token: 5));
        Assert.Equal("dropped 1; dropped 2; dropped 3", Handler.Events());
        Assert.Equal(3, client.Session.Counters.PublishesDropped);

        client.Poll(Now);
        Stream.Written();
        Assert.Equal(
            Hex.Of("32 09 0001 \"t\" 0001 \"4444\"  30 11 0001 \"t\" \"five is longer\""), Answer(client, Connack));
    }

    [Fact]
    public void What_is_in_flight_is_never_dropped()
    {
        MqttClient client = Full(WhenFull.DropOldest, inFlightMax: 1);
        client.Poll(Now);
        Answer(client, Connack);
        Handler.Events();
        Publish(client, "4444", QualityOfService.AtLeastOnce, token: 4);
        Assert.Equal("dropped 2", Handler.Events());

        Assert.Equal(Hex.Of("32 09 0001 \"t\" 0002 \"3333\""), Answer(client, "40 02 0001"));
        Reconnect(client, ConnackResumed);
        Assert.Equal("acknowledged 1; ended StreamClosed; resumed", Handler.Events());
        Assert.Equal(Hex.Of(Connect + "3A 09 0001 \"t\" 0002 \"3333\""), Stream.Written());
    }

    [Fact]
    public void When_everything_is_in_flight_the_new_message_is_refused()
    {
        MqttClient client = Full(WhenFull.DropOldest);
        client.Poll(Now);
        Answer(client, Connack);
        Handler.Events();

        Assert.Equal(PublishResult.RefusedFull, Publish(client, "4444", QualityOfService.AtLeastOnce, token: 4));
        Reconnect(client, ConnackResumed);
        Assert.Equal(PublishResult.RefusedFull, Publish(client, "4444", QualityOfService.AtLeastOnce, token: 4));
        Assert.Equal("ended StreamClosed; resumed", Handler.Events());
    }

    [Fact]
    public void A_message_that_can_never_fit_drops_nothing()
    {
        MqttClient client = Full(WhenFull.DropOldest);

        Assert.Equal(PublishResult.RefusedTooLarge, Publish(client, new string('x', 60), QualityOfService.AtLeastOnce));
        Assert.Equal("", Handler.Events());
    }

    [Fact]
    public void Of_each_topic_the_newest_stays()
    {
        MqttClient client = Client(options =>
        {
            options.LogBytes = 64;
            options.WhenFull = WhenFull.NewestPerTopic;
        });
        Publish(client, "1111", QualityOfService.AtLeastOnce, 1, "a");
        Publish(client, "2222", QualityOfService.AtLeastOnce, 2, "b");
        Publish(client, "3333", QualityOfService.AtLeastOnce, 3, "b");

        // Another topic drops what was overtaken, and then nothing more.
        Assert.Equal(PublishResult.Queued, Publish(client, "4444", QualityOfService.AtLeastOnce, 4, "c"));
        Assert.Equal("dropped 2", Handler.Events());
        Assert.Equal(PublishResult.RefusedFull, Publish(client, "5555", QualityOfService.AtLeastOnce, 5, "d"));
        Assert.Equal("", Handler.Events());

        // The same topic drops its own.
        Assert.Equal(PublishResult.Queued, Publish(client, "6666", QualityOfService.AtLeastOnce, 6, "a"));
        Assert.Equal("dropped 1", Handler.Events());
        client.Poll(Now);
        Stream.Written();
        Assert.Equal(
            Hex.Of("32 09 0001 \"b\" 0001 \"3333\"  32 09 0001 \"c\" 0002 \"4444\"  32 09 0001 \"a\" 0003 \"6666\""),
            Answer(client, Connack));
    }

    [Fact]
    public void A_streamed_message_that_made_room_lets_the_next_be_streamed()
    {
        MqttClient client = Client(options =>
        {
            options.LogBytes = 64;
            options.WhenFull = WhenFull.DropOldest;
        });
        client.Publish(Topic, new ScriptedSource(100), QualityOfService.AtLeastOnce, false, 1);
        Publish(client, new string('x', 40), QualityOfService.AtLeastOnce, token: 2);

        Assert.Equal("dropped 1", Handler.Events());
        Assert.Equal(
            PublishResult.Queued,
            client.Publish(Topic, new ScriptedSource(3), QualityOfService.AtLeastOnce, false, 3));
        Assert.Equal("dropped 2", Handler.Events());
    }

    private MqttClient Full(WhenFull whenFull, int inFlightMax = 3)
    {
        MqttClient client = Client(options =>
        {
            options.LogBytes = 64;
            options.InFlightMax = inFlightMax;
            options.WhenFull = whenFull;
        });
        for (int token = 1; token <= 3; token++)
        {
            string payload = new((char)('0' + token), 4);
            Assert.Equal(PublishResult.Queued, Publish(client, payload, QualityOfService.AtLeastOnce, token));
        }

        return client;
    }
}
