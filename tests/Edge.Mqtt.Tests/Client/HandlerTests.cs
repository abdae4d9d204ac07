using Edge.Testing;

namespace Edge.Mqtt.Tests.Client;

/// <summary>What a handler may do, and what it costs when it throws.</summary>
public class HandlerTests : ClientTest
{
    [Fact]
    [Rule("4.8.0-2")]
    public void An_exception_in_a_handler_ends_the_connection_and_is_counted()
    {
        MqttClient client = Connected(Client());
        Handler.OnPublish = () => throw new InvalidOperationException("handler");
        Stream.Feed("32 06 0001 \"t\" 0005 \"a\"");
        client.Poll(Now);

        Assert.Equal("t=a q1; ended HandlerFailed", Handler.Events());
        Assert.Equal(1, client.Session.Counters.HandlerFailures);
        Assert.Equal("", Stream.Written());
    }

    [Fact]
    public void Publishing_and_subscribing_inside_a_handler_is_allowed()
    {
        MqttClient client = Connected(Client());
        Handler.OnPublish = () =>
        {
            Publish(client, "r", QualityOfService.AtMostOnce);
            client.Subscribe(new TopicFilter("n"), QualityOfService.AtMostOnce);
        };
        Stream.Feed("32 06 0001 \"t\" 0005 \"a\"");
        client.Poll(Now);

        Assert.Equal(Hex.Of("30 04 0001 \"t\" \"r\"  82 06 0001 0001 \"n\" 00  40 02 0005"), Stream.Written());
    }

    [Theory]
    [InlineData("connected")]
    [InlineData("f q1")]
    [InlineData("t=a q1")]
    [InlineData("t=b q2")]
    [InlineData("acknowledged 1")]
    [InlineData("f given up")]
    [InlineData("dropped 9")]
    [InlineData("ended StreamClosed")]
    public void Everything_is_allowed_inside_each_call(string call)
    {
        MqttClient client = Client(options => options.WhenFull = WhenFull.NewestPerTopic);
        bool isDone = false;
        Handler.OnEvent = what =>
        {
            if (what == call && !isDone)
            {
                isDone = true;
                Assert.NotEqual(PublishResult.RefusedFull, Publish(client, "n", QualityOfService.AtMostOnce, 0, "i"));
                Assert.True(client.Subscribe(new TopicFilter("x"), QualityOfService.AtMostOnce));
                Assert.True(client.Subscribe(new TopicFilter("y"), QualityOfService.AtMostOnce));
                Assert.True(client.Unsubscribe(new TopicFilter("y")));
                client.Acknowledge(1);
            }
        };
        string written = Converse(client);

        Assert.True(isDone, "the call did not come");
        Assert.Equal(0, client.Session.Counters.HandlerFailures);
        Assert.Equal(1, Count(written, Hex.Of("30 04 0001 \"i\" \"n\"")));
        Assert.True(Count(written, Hex.Of("0001 \"x\" 00")) > 0, "x was not subscribed to");
        Assert.True(Count(written, Hex.Of("0001 \"y\" 00")) == 0, "y was subscribed to");
        Assert.True(client.Session.IsConnected);
    }

    [Theory]
    [InlineData("connected", true)]
    [InlineData("f q1", true)]
    [InlineData("t=a q1", true)]
    [InlineData("t=b q2", true)]
    [InlineData("acknowledged 1", true)]
    [InlineData("f given up", true)]
    [InlineData("dropped 9", false)]
    [InlineData("ended StreamClosed", false)]
    public void Disconnecting_inside_each_call_ends_the_client(string call, bool isConnected)
    {
        MqttClient client = Client(options => options.WhenFull = WhenFull.NewestPerTopic);
        int opens = 0;
        Handler.OnEvent = what =>
        {
            if (what == call)
            {
                opens = Stream.Opens;
                client.Disconnect();
            }
        };
        string written = Converse(client);

        Assert.True(client.IsStopped);
        Assert.Equal(StreamState.Closed, Stream.State);
        Assert.Equal(opens, Stream.Opens);
        Assert.Equal(0, client.Session.Counters.HandlerFailures);
        Assert.Equal(isConnected, written.EndsWith("E000", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("connected")]
    [InlineData("f q1")]
    [InlineData("t=a q1")]
    [InlineData("t=b q2")]
    [InlineData("acknowledged 1")]
    [InlineData("f given up")]
    [InlineData("ended StreamClosed")]
    [Rule("4.8.0-2")]
    public void Throwing_inside_each_call_ends_the_connection_and_not_the_client(string call)
    {
        MqttClient client = Client();
        Handler.OnEvent = what =>
        {
            if (what == call)
            {
                Handler.OnEvent = null;
                throw new InvalidOperationException(what);
            }
        };
        Converse(client);

        Assert.Equal(1, client.Session.Counters.HandlerFailures);
        Assert.Equal(call, client.Session.LastHandlerFailure?.Message);
        for (int i = 0; i < 3 && !client.Session.IsConnected; i++)
        {
            Now += client.Poll(Now);
            client.Poll(Now);
            Answer(client, ConnackResumed);
        }

        Assert.True(client.Session.IsConnected);
    }

    // Every call that a handler can get, on two connections.
    private string Converse(MqttClient client)
    {
        client.Subscribe(new TopicFilter("f"), QualityOfService.AtLeastOnce);
        Publish(client, "1", QualityOfService.AtLeastOnce, token: 1);
        string written = Answer(client, "") + Answer(client, Connack);
        written += Answer(client, "90 03 0001 01  40 02 0002");
        written += Answer(client, "32 06 0001 \"t\" 0005 \"a\"  34 06 0001 \"t\" 0006 \"b\"");
        client.Unsubscribe(new TopicFilter("f"));
        written += Answer(client, "");
        for (int identifier = 3; identifier < 8; identifier++)
        {
            written += Answer(client, $"B0 02 000{identifier}");
        }

        Stream.Cut();
        Now += client.Poll(Now);
        Publish(client, new string('9', 900), QualityOfService.AtLeastOnce, token: 9);
        Publish(client, new string('8', 900), QualityOfService.AtLeastOnce, token: 8);
        written += Answer(client, "") + Answer(client, ConnackResumed);
        return written + Answer(client, "");
    }

    private static int Count(string written, string packet) => written.Split(packet).Length - 1;
}
