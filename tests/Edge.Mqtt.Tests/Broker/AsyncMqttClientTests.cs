using System.Text;
using System.Threading.Channels;
using Edge.Testing;
using Edge.Transports;

namespace Edge.Mqtt.Tests.Broker;

/// <summary>The client for programs that await, against a real mosquitto.</summary>
public sealed class AsyncMqttClientTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public AsyncMqttClientTests()
    {
        Assert.SkipUnless(Mosquitto.IsInstalled, Mosquitto.SkipReason);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(QualityOfService.AtMostOnce)]
    [InlineData(QualityOfService.AtLeastOnce)]
    [InlineData(QualityOfService.ExactlyOnce)]
    public async Task A_publish_waits_for_room_and_every_message_arrives(QualityOfService qualityOfService)
    {
        using Mosquitto broker = new();
        using TcpStream stream = RunningClient.Tcp(broker.Port);
        // Room for some twenty of the two hundred.
        MqttClientOptions options = new("async") { LogBytes = 1024, ReceiveBytes = 1024 };
        await using AsyncMqttClient client = new(options, stream);
        Channel<string> arrived = Channel.CreateUnbounded<string>();
        client.MessageReceived = (topic, payload) =>
            arrived.Writer.TryWrite(topic + " " + Encoding.UTF8.GetString(payload.Span));
        await client.ConnectAsync(Cancelled).WaitAsync(Deadline, Cancelled);
        await client.SubscribeAsync("a/+", qualityOfService, Cancelled).WaitAsync(Deadline, Cancelled);

        Task[] publishes =
        [
            .. Enumerable.Range(0, 200).Select(i => client.PublishAsync(
                "a/b", "reading " + i, qualityOfService, cancellationToken: Cancelled)),
        ];
        await Task.WhenAll(publishes).WaitAsync(Deadline, Cancelled);
        HashSet<string> all = [];
        for (int i = 0; i < 200; i++)
        {
            all.Add(await arrived.Reader.ReadAsync(Cancelled).AsTask().WaitAsync(Deadline, Cancelled));
        }

        Assert.Equal(Enumerable.Range(0, 200).Select(i => "a/b reading " + i).ToHashSet(), all);
    }

    [Fact]
    public async Task A_publish_completes_when_the_broker_has_it_and_not_before()
    {
        using Mosquitto broker = new();
        using TcpStream stream = RunningClient.Tcp(broker.Port);
        await using AsyncMqttClient client = new(new MqttClientOptions("async") { RetryMaxMs = 500 }, stream);
        await client.ConnectAsync(Cancelled).WaitAsync(Deadline, Cancelled);
        broker.Stop();

        Task publish = client.PublishAsync("a", "1", QualityOfService.AtLeastOnce, cancellationToken: Cancelled);
        Assert.False(publish.IsCompleted);
        using CancellationTokenSource impatience = new();
        Task abandoned = client.PublishAsync("a", "2", QualityOfService.AtLeastOnce, false, impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned.WaitAsync(Deadline, Cancelled));
        Assert.False(publish.IsCompleted);
        broker.Restart();
        await publish.WaitAsync(Deadline, Cancelled);
    }

    [Fact]
    public async Task A_refused_client_and_one_subscription_too_many_are_exceptions()
    {
        using Mosquitto broker = new(settings: "allow_anonymous false\n");
        using TcpStream stream = RunningClient.Tcp(broker.Port);
        await using AsyncMqttClient client = new(new MqttClientOptions("async") { SubscriptionsMax = 1 }, stream);

        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => client.ConnectAsync(Cancelled).WaitAsync(Deadline, Cancelled));
        Task waiting = client.SubscribeAsync("a", QualityOfService.AtMostOnce, Cancelled);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => client.SubscribeAsync("b", QualityOfService.AtMostOnce, Cancelled).WaitAsync(Deadline, Cancelled));
        await client.DisposeAsync();

        Assert.Contains("NotAuthorized", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Deadline, Cancelled));
        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => client.PublishAsync("a", "1", QualityOfService.AtLeastOnce, cancellationToken: Cancelled));
    }

    [Fact]
    public async Task A_subscription_that_the_broker_refuses_is_an_exception()
    {
        // Mosquitto grants every subscription, so this server is scripted.
        using ScriptedServer server = new();
        using TcpStream stream = RunningClient.Tcp(server.Port);
        await using AsyncMqttClient client = new(new MqttClientOptions("async"), stream);
        await client.ConnectAsync(Cancelled).WaitAsync(Deadline, Cancelled);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => client.SubscribeAsync("a", QualityOfService.AtMostOnce, Cancelled).WaitAsync(Deadline, Cancelled));
    }
}
