namespace Edge;

/// <summary>Takes the messages of one route of a <see cref="TopicRouter"/>.</summary>
public interface IMessageHandler
{
    /// <summary>A message came whose topic matches the route's filter.</summary>
    /// <param name="message">Valid until the call returns.</param>
    /// <returns>As <see cref="ISessionHandler.OnPublishReceived"/>: true to acknowledge it now, false later.</returns>
    bool OnMessage(Message message);
}
