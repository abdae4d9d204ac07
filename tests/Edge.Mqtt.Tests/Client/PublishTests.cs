using Edge.Testing;

namespace Edge.Mqtt.Tests.Client;

/// <summary>Messages on their way out.</summary>
public class PublishTests : ClientTest
{
    [Fact]
    public void A_publish_before_the_connection_waits_and_leaves_in_order()
    {
        MqttClient client = Client();
        Assert.Equal(PublishResult.Queued, Publish(client, "1", QualityOfService.AtLeastOnce));
        Assert.Equal(PublishResult.Queued, Publish(client, "2", QualityOfService.AtMostOnce));
        client.Poll(Now);
        Stream.Written();

        Stream.Feed(Connack);
        client.Poll(Now);

        Assert.Equal("connected", Handler.Events());
        Assert.Equal(Hex.Of("32 06 0001 \"t\" 0001 \"1\"  30 04 0001 \"t\" \"2\""), Stream.Written());
        Assert.Single(Stream.WriteSizes, size => size == 14);
    }

    [Fact]
    public void No_more_than_the_window_is_in_flight()
    {
        MqttClient client = Connected(Client(options => options.InFlightMax = 2));
        for (int i = 0; i < 4; i++)
        {
            Publish(client, "x", QualityOfService.AtLeastOnce);
        }

        client.Poll(Now);
        Assert.Equal(2 * 8 * 2, Stream.Written().Length);
        Stream.Feed("40 02 0001");
        client.Poll(Now);
        Assert.Equal(Hex.Of("32 06 0001 \"t\" 0003 \"x\""), Stream.Written());
    }

    [Fact]
    public void A_full_log_refuses_and_takes_again_when_there_is_room()
    {
        MqttClient client = Connected(Client(options => options.LogBytes = 64));
        Assert.Equal(PublishResult.RefusedTooLarge, Publish(client, new string('x', 60), QualityOfService.AtLeastOnce));
        Assert.Equal(PublishResult.Accepted, Publish(client, new string('x', 30), QualityOfService.AtLeastOnce));
        Assert.Equal(PublishResult.RefusedFull, Publish(client, "1", QualityOfService.AtLeastOnce));
        client.Poll(Now);
        Stream.Feed("40 02 0001");
        client.Poll(Now);

        Assert.Equal(PublishResult.Accepted, Publish(client, "1", QualityOfService.AtLeastOnce));
        Assert.Equal(2, client.Session.Counters.PublishesRefused);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public void A_message_larger_than_the_send_buffer_leaves_whole_at_any_pace(int bytesPerCall)
    {
        MqttClient client = Connected(Client(options =>
        {
            options.SendBytes = 64;
            options.LogBytes = 2000;
        }));
        string large = new('L', 300);
        Publish(client, "a", QualityOfService.AtLeastOnce, token: 1);
        Publish(client, large, QualityOfService.AtLeastOnce, token: 2);
        Publish(client, "z", QualityOfService.AtMostOnce);
        Stream.BytesPerCall = bytesPerCall;

        string written = "";
        for (int i = 0; i < 1000; i++)
        {
            client.Poll(Now);
            written += Stream.Written();
            if (i == 20)
            {
                // The message before it is acknowledged, and leaves the log, while it is on its way.
                Stream.Feed("40 02 0001");
                Publish(client, "later", QualityOfService.AtLeastOnce, token: 3);
            }
        }

        Assert.Equal(
            Hex.Of($"32 06 0001 \"t\" 0001 \"a\"  32 B102 0001 \"t\" 0002 \"{large}\"  30 04 0001 \"t\" \"z\"  "
                + "32 0A 0001 \"t\" 0003 \"later\""),
            written);
    }

    [Fact]
    [Rule("2.3.1-2")]
    [Rule("2.3.1-3")]
    public void Identifiers_wrap_without_zero_and_skip_what_is_in_flight()
    {
        MqttClient client = Connected(Client(options => options.InFlightMax = 2));
        Publish(client, "held", QualityOfService.AtLeastOnce);
        client.Poll(Now);
        Assert.Equal(Hex.Of("32 09 0001 \"t\" 0001 \"held\""), Stream.Written());
        for (int identifier = 2; identifier <= 65535; identifier++)
        {
            Publish(client, "x", QualityOfService.AtLeastOnce);
            client.Poll(Now);
            Stream.Feed($"40 02 {identifier:X4}");
            client.Poll(Now);
        }

        Stream.Written();
        Publish(client, "x", QualityOfService.AtLeastOnce);
        client.Poll(Now);
        Assert.Equal(Hex.Of("32 06 0001 \"t\" 0002 \"x\""), Stream.Written());
    }

    [Fact]
    [Rule("4.3.2-1")]
    public void A_message_gets_a_fresh_identifier_and_is_unacknowledged_until_its_puback()
    {
        MqttClient client = Connected();
        Publish(client, "1", QualityOfService.AtLeastOnce, token: 7);
        Assert.Equal(Hex.Of("32 06 0001 \"t\" 0001 \"1\""), Answer(client, ""));
        Publish(client, "1", QualityOfService.AtLeastOnce, token: 8);
        Assert.Equal(Hex.Of("32 06 0001 \"t\" 0002 \"1\""), Answer(client, ""));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(2, client.Session.QueuedMessages);
            Stream.Written();
            Reconnect(client, ConnackResumed);
            Assert.EndsWith(
                Hex.Of("3A 06 0001 \"t\" 0001 \"1\"  3A 06 0001 \"t\" 0002 \"1\""), Stream.Written(),
                StringComparison.Ordinal);
        }

        Answer(client, "40 02 0002");
        Assert.EndsWith("resumed; acknowledged 8", Handler.Events(), StringComparison.Ordinal);
        Assert.Equal(1, client.Session.QueuedMessages);
    }

    [Fact]
    public void What_fits_the_send_buffer_goes_out_in_one_write_and_is_never_split()
    {
        MqttClient client = Connected(options =>
        {
            options.SendBytes = 64;
            options.InFlightMax = 100;
        });
        Stream.WriteSizes.Clear();
        // 25 bytes each: two fit at a time.
        string payload = new('x', 20);
        for (int i = 0; i < 5; i++)
        {
            Publish(client, payload, QualityOfService.AtMostOnce);
        }

        client.Poll(Now);
        Assert.Equal([50, 50, 25], Stream.WriteSizes);
        Stream.WriteSizes.Clear();
        // An answer of 4 bytes goes along where there is room.
        Stream.Feed("32 05 0001 \"t\" 0005");
        Publish(client, new string('x', 59), QualityOfService.AtMostOnce);
        client.Subscribe(new TopicFilter(new string('f', 50)), QualityOfService.AtMostOnce);
        client.Poll(Now);
        Assert.Equal([64, 61], Stream.WriteSizes);
    }
}
