namespace Edge.Mqtt.Tests.Client;

/// <summary>Payloads that are read while they are sent.</summary>
public class StreamedPublishTests : ClientTest
{
    // 1,000 bytes of payload, "t" and an identifier.
    private const string Header = "32 ED 07 0001 \"t\" 0001";

    private readonly ScriptedSource _source = new(1000);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1000)]
    public void A_payload_larger_than_every_buffer_leaves_whole_at_any_pace(int bytesPerCall)
    {
        Stream.BytesPerCall = bytesPerCall;
        MqttClient client = ConnectedSlowly();
        Publish(client, "1", QualityOfService.AtMostOnce);
        Assert.Equal(PublishResult.Accepted, client.Publish(Topic, _source, QualityOfService.AtLeastOnce, false, 7));
        Publish(client, "2", QualityOfService.AtMostOnce);

        Assert.Equal(
            Hex.Of($"30 04 0001 \"t\" \"1\" {Header} \"{_source.Text}\" 30 04 0001 \"t\" \"2\""),
            WrittenIn(client, 1500));
    }

    [Theory]
    [InlineData(QualityOfService.AtMostOnce, "")]
    [InlineData(QualityOfService.AtLeastOnce, "40 02 0001")]
    [InlineData(QualityOfService.ExactlyOnce, "50 02 0001")]
    public void One_payload_is_streamed_at_a_time(QualityOfService qualityOfService, string answer)
    {
        MqttClient client = ConnectedSlowly();
        Stream.WriteRoom = 100;
        client.Publish(Topic, _source, qualityOfService, false, 0);
        client.Poll(Now);
        Assert.Equal(PublishResult.RefusedBusy, client.Publish(Topic, _source, QualityOfService.AtMostOnce, false, 0));
        Stream.WriteRoom = int.MaxValue;
        WrittenIn(client, 5);
        Assert.Equal(
            answer.Length > 0 ? PublishResult.RefusedBusy : PublishResult.Accepted,
            client.Publish(Topic, _source, QualityOfService.AtMostOnce, false, 0));
        if (answer.Length > 0)
        {
            Answer(client, answer);
            Assert.Equal(PublishResult.Accepted, client.Publish(Topic, _source, QualityOfService.AtMostOnce, false, 0));
        }
    }

    [Theory]
    [InlineData(QualityOfService.AtLeastOnce, "3A")]
    [InlineData(QualityOfService.ExactlyOnce, "3C")]
    public void A_payload_that_was_cut_off_is_read_from_its_beginning_and_resent_with_dup(
        QualityOfService qualityOfService, string firstByte)
    {
        MqttClient client = ConnectedSlowly();
        Stream.WriteRoom = 500;
        client.Publish(Topic, _source, qualityOfService, false, 7);
        WrittenIn(client, 5);
        Stream.WriteRoom = int.MaxValue;
        Reconnect(client, ConnackResumed);

        Assert.Equal(
            Hex.Of(Connect + firstByte + $"ED 07 0001 \"t\" 0001 \"{_source.Text}\""), WrittenIn(client, 5));
    }

    [Fact]
    public void A_source_without_bytes_is_asked_again_soon_and_nothing_comes_in_between()
    {
        MqttClient client = ConnectedSlowly();
        _source.Available = 300;
        client.Publish(Topic, _source, QualityOfService.AtLeastOnce, false, 7);
        string written = WrittenIn(client, 3);
        Assert.Equal(Hex.Of($"{Header} \"{_source.Text[..300]}\""), written);

        Publish(client, "later", QualityOfService.AtMostOnce);
        client.Subscribe(new TopicFilter("f"), QualityOfService.AtMostOnce);
        Assert.InRange(client.Poll(Now), 1, 100);
        Assert.Equal("", Answer(client, "32 05 0001 \"t\" 0009"));
        _source.Available = int.MaxValue;
        Assert.Equal(
            Hex.Of($"\"{_source.Text[300..]}\" 40 02 0009  82 06 0002 0001 \"f\" 00  30 08 0001 \"t\" \"later\""),
            WrittenIn(client, 5));
    }

    [Theory]
    [InlineData(QualityOfService.AtMostOnce)]
    [InlineData(QualityOfService.AtLeastOnce)]
    [InlineData(QualityOfService.ExactlyOnce)]
    public void A_source_that_fails_ends_the_connection_and_its_message_is_dropped(QualityOfService qualityOfService)
    {
        MqttClient client = ConnectedSlowly();
        _source.Available = 300;
        client.Publish(Topic, _source, qualityOfService, false, 7);
        Publish(client, "next", QualityOfService.AtLeastOnce);
        client.Poll(Now);
        _source.IsBroken = true;
        client.Poll(Now);
        Assert.Equal("dropped 7; ended SourceFailed", Handler.Events());
        Assert.Equal(1, client.Session.Counters.PublishesDropped);

        Stream.Written();
        Reconnect(client, ConnackResumed);
        string written = Stream.Written();
        string identifier = qualityOfService == QualityOfService.AtMostOnce ? "0001" : "0002";
        Assert.Equal(Hex.Of(Connect + $"32 09 0001 \"t\" {identifier} \"next\""), written);
        Assert.NotEqual(
            PublishResult.RefusedBusy,
            client.Publish(Topic, new ScriptedSource(3), QualityOfService.AtLeastOnce, false, 8));
    }

    [Fact]
    public void A_source_that_throws_is_one_that_fails()
    {
        MqttClient client = ConnectedSlowly();
        client.Publish(Topic, new ThrowingSource(), QualityOfService.AtLeastOnce, false, 7);
        client.Poll(Now);

        Assert.Equal("dropped 7; ended SourceFailed", Handler.Events());
        Assert.IsType<InvalidOperationException>(client.Session.LastHandlerFailure);
        Reconnect(client, ConnackResumed);
        Assert.True(client.Session.IsConnected);
    }

    [Fact]
    public void A_handler_that_throws_when_a_message_is_dropped_ends_the_connection_and_not_the_client()
    {
        MqttClient client = ConnectedSlowly();
        Handler.OnEvent = what => throw new InvalidOperationException(what);
        _source.IsBroken = true;
        client.Publish(Topic, _source, QualityOfService.AtLeastOnce, false, 7);
        client.Poll(Now);
        Handler.OnEvent = null;

        Assert.Equal("dropped 7; ended HandlerFailed", Handler.Events());
        Reconnect(client, ConnackResumed);
        Assert.True(client.Session.IsConnected);
    }

    [Fact]
    public void A_streamed_payload_of_nothing_is_an_empty_message()
    {
        MqttClient client = ConnectedSlowly();
        client.Publish(Topic, new ScriptedSource(0), QualityOfService.AtLeastOnce, true, 7);

        Assert.Equal(Hex.Of("33 05 0001 \"t\" 0001"), Answer(client, ""));
        Assert.Equal(PublishResult.Accepted, client.Publish(Topic, _source, QualityOfService.AtLeastOnce, false, 8));
    }

    // Also where the stream takes one byte at a time.
    private MqttClient ConnectedSlowly()
    {
        MqttClient client = Client(options => options.SendBytes = 64);
        WrittenIn(client, 20);
        Stream.Feed(Connack);
        WrittenIn(client, 4);
        Assert.Equal("connected", Handler.Events());
        Stream.Written();
        return client;
    }

    private string WrittenIn(MqttClient client, int polls)
    {
        for (int i = 0; i < polls; i++)
        {
            client.Poll(Now);
        }

        return Stream.Written();
    }

    private sealed class ThrowingSource : IPayloadSource
    {
        public int Length => 3;

        public int Read(int position, byte[] buffer, int offset, int count) =>
            throw new InvalidOperationException("source");
    }
}
