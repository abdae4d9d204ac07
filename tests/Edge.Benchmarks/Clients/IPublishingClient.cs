namespace Edge.Benchmarks.Clients;

/// <summary>A connected client that publishes <see cref="Workload.Topic"/>.</summary>
internal interface IPublishingClient : IDisposable
{
    /// <summary>Publishes so many messages and returns when all have left (QoS 0) or are acknowledged (QoS 1).</summary>
    void Publish(int count);
}
