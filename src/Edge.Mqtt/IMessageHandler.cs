namespace Edge.Mqtt;

/// <summary>Takes the messages of one route of a <see cref="TopicRouter"/>.</summary>
public interface IMessageHandler
{
    /// <summary>A message came whose topic matches the route's filter.</summary>
    /// <param name="publish">Valid until the call returns.</param>
    /// <returns>As <see cref="ISessionHandler.OnPublishReceived"/>: true to acknowledge it now, false later.</returns>
    bool OnMessage(PublishPacket publish);
}
