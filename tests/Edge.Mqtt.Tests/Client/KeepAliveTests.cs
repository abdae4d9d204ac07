using Edge.Testing;

namespace Edge.Mqtt.Tests.Client;

/// <summary>Silence, pings, and peers that are gone.</summary>
public class KeepAliveTests : ClientTest
{
    [Fact]
    public void A_peer_that_takes_no_bytes_is_given_up_and_costs_no_polls_until_then()
    {
        MqttClient client = Connected(Client(options =>
        {
            options.KeepAliveSeconds = 8;
            options.AnswerTimeoutMs = 3000;
            options.SendBytes = 64;
            options.LogBytes = 2000;
        }));
        Stream.WriteRoom = 0;
        Publish(client, new string('x', 300), QualityOfService.AtLeastOnce);
        long end = Now + 10_000;
        int polls = 0;
        while (client.Session.IsConnected)
        {
            Assert.True(Now <= end, "nobody noticed");
            Assert.True(++polls < 20, "a busy loop");
            Now += client.Poll(Now);
        }

        Assert.Equal("ended Silence", Handler.Events());
    }

    [Fact]
    [Rule("3.1.2-23")]
    public void A_ping_is_sent_in_silence_only_and_its_answer_is_awaited()
    {
        MqttClient client = Connected(Client(options =>
        {
            options.KeepAliveSeconds = 8;
            options.AnswerTimeoutMs = 3000;
        }));
        int waitMs = client.Poll(Now);
        Assert.Equal(7000, waitMs);

        Now += 6999;
        Assert.Equal(1, client.Poll(Now));
        Assert.Equal("", Stream.Written());
        Now += 1;
        Stream.UnsentBytes = 2;
        client.Poll(Now);
        Assert.Equal("C000", Stream.Written());

        // As long as the ping has not left, no time runs.
        Now += 60_000;
        client.Poll(Now);
        Assert.True(client.Session.IsConnected);

        Stream.UnsentBytes = 0;
        Assert.Equal(3000, client.Poll(Now));

        // Any byte restarts the time: here the first half of a message.
        Now += 2999;
        Stream.Feed("30 04");
        Assert.Equal(3000, client.Poll(Now));
        Now += 3000;
        client.Poll(Now);
        Assert.Equal("ended Silence", Handler.Events());
    }

    [Fact]
    public void An_answered_ping_is_followed_by_the_next_after_the_next_silence()
    {
        MqttClient client = Connected(Client(options => options.KeepAliveSeconds = 8));
        for (int i = 0; i < 3; i++)
        {
            Now += client.Poll(Now);
            client.Poll(Now);
            Assert.Equal("C000", Stream.Written());
            Stream.Feed("D000");
            client.Poll(Now);
            Assert.True(client.Session.IsConnected);
        }
    }

    [Fact]
    [Rule("3.1.2-23")]
    public void Publishing_without_hearing_anything_is_silence_too()
    {
        MqttClient client = Connected(Client(options => options.KeepAliveSeconds = 8));
        for (int i = 0; i < 8; i++)
        {
            Now += 1000;
            Publish(client, "x", QualityOfService.AtMostOnce);
            client.Poll(Now);
        }

        Assert.Contains("C000", Stream.Written(), StringComparison.Ordinal);
    }
}
