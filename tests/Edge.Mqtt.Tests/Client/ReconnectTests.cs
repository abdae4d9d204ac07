namespace Edge.Mqtt.Tests.Client;

/// <summary>Ways back to the server.</summary>
public class ReconnectTests : ClientTest
{
    [Fact]
    public void The_stream_is_polled_while_the_client_waits_to_try_again()
    {
        MqttClient client = Connected(Client(options => options.RetryFirstMs = 10_000));
        Stream.Cut();
        client.Poll(Now);
        int polls = Stream.Polls;
        client.Poll(Now);

        Assert.Equal(polls + 1, Stream.Polls);
    }

    [Fact]
    public void An_unreachable_server_is_tried_again_with_growing_delays()
    {
        Stream.IsReachable = false;
        MqttClient client = Client(options => options.RetryMaxMs = 8000);
        int longestMs = 0;
        for (int i = 0; i < 50; i++)
        {
            int waitMs = client.Poll(Now);
            Assert.InRange(waitMs, 1, 8000);
            longestMs = Math.Max(longestMs, waitMs);
            Now += waitMs;
        }

        Assert.Equal(50, Stream.Opens);
        Assert.InRange(longestMs, 4000, 8000);
    }
}
