namespace Edge;

/// <summary>What a sensor sees of a protocol: somewhere to publish.</summary>
public interface IPublisher
{
    /// <summary>Takes one message into the sender's memory, which it then leaves in the order of the calls. Any thread;
    /// waits for nothing but the lock.</summary>
    /// <param name="topic">Where it goes.</param>
    /// <param name="payload">Copied before the call returns.</param>
    /// <param name="offset">Where the payload starts.</param>
    /// <param name="count">Payload bytes, 0 or more.</param>
    /// <param name="qualityOfService">How hard it is delivered.</param>
    /// <param name="isRetained">The broker keeps it for later subscribers.</param>
    PublishResult Publish(
        Topic topic, byte[] payload, int offset, int count, QualityOfService qualityOfService, bool isRetained);
}
