using MQTTnet;
using MQTTnet.Protocol;

namespace Edge.Benchmarks.Clients;

/// <summary>MQTTnet publishing: as many loops as messages may be in flight, each awaiting its own.</summary>
internal sealed class MqttNetPublisher(Workload workload, int port) : IPublishingClient
{
    private readonly IMqttClient _client = MqttNetConnection.ConnectAsync(port).GetAwaiter().GetResult();
    private readonly MqttApplicationMessage _message = new()
    {
        Topic = Workload.Topic,
        PayloadSegment = new byte[Workload.PayloadBytes],
        QualityOfServiceLevel = (MqttQualityOfServiceLevel)workload.QualityOfService,
    };

    private int _unpublished;

    public void Publish(int count)
    {
        _unpublished = count;
        Task[] loops = [.. Enumerable.Range(0, Math.Max(1, workload.Window)).Select(_ => Task.Run(PublishLoopAsync))];
        Task.WaitAll(loops);
    }

    public void Dispose()
    {
        // The process ends right after; its connection with it.
    }

    private async Task PublishLoopAsync()
    {
        while (Interlocked.Decrement(ref _unpublished) >= 0)
        {
            await _client.PublishAsync(_message).ConfigureAwait(false);
        }
    }
}
