namespace Edge;

/// <summary>A client of a broker or gateway, whatever the protocol: it connects by itself, comes back by itself, and keeps
/// what was published until the peer has acknowledged it.</summary>
/// <remarks>One thread polls; publishing, subscribing, acknowledging and disconnecting may come from any thread and wait
/// for nothing but a lock.</remarks>
public interface IClient : IPublisher
{
    /// <summary>True from the completed handshake to the end of the connection.</summary>
    bool IsConnected { get; }

    /// <summary>True after <see cref="Disconnect"/> has been carried out; then nothing is due any more.</summary>
    bool IsStopped { get; }

    /// <summary>Gives the client its owner, before the first poll.</summary>
    /// <param name="handler">Told what happens, on the thread that polls.</param>
    /// <param name="will">Takes the place of the options' will; null leaves that.</param>
    void Attach(IClientHandler handler, Will? will);

    /// <summary>Does what is due and returns at once.</summary>
    /// <param name="now">Milliseconds of a monotonic clock.</param>
    /// <returns>Milliseconds until it wants to be called again, or <see cref="Deadline.Idle"/>; earlier when bytes or a
    /// publish wake.</returns>
    int Poll(long now);

    /// <summary>Waits until there is something to poll for, at most so many milliseconds.</summary>
    void Wait(int milliseconds);

    /// <summary>Ends a <see cref="Wait"/>, now or the next one. Any thread.</summary>
    void Wake();

    /// <summary>Publishes as the shorter form does.</summary>
    /// <param name="topic">Where it goes.</param>
    /// <param name="payload">Copied before the call returns.</param>
    /// <param name="offset">Where the payload starts.</param>
    /// <param name="count">Payload bytes, 0 or more.</param>
    /// <param name="qualityOfService">How hard it is delivered.</param>
    /// <param name="isRetained">The broker keeps it for later subscribers.</param>
    /// <param name="token">Comes back with <see cref="ISessionHandler.OnPublishAcknowledged"/>.</param>
    PublishResult Publish(
        Topic topic, byte[] payload, int offset, int count, QualityOfService qualityOfService, bool isRetained, int token);

    /// <summary>Asks for a topic filter, now or when connected, and again whenever the peer has lost the session.</summary>
    /// <returns>False when there is no room for another filter.</returns>
    bool Subscribe(TopicFilter filter, QualityOfService qualityOfService);

    /// <summary>Gives a topic filter up.</summary>
    /// <returns>False when it was not subscribed.</returns>
    bool Unsubscribe(TopicFilter filter);

    /// <summary>Acknowledges a message whose handler call had returned false.</summary>
    /// <param name="delivery">The message's <see cref="Message.Delivery"/>.</param>
    void Acknowledge(int delivery);

    /// <summary>Sends what was published before and may go out, says goodbye, and stays closed. Returns at once; poll until
    /// <see cref="IsStopped"/>.</summary>
    void Disconnect();
}
