namespace Edge;

/// <summary>A handler that acknowledges every message and does nothing else: override what is of
/// interest.</summary>
public class ClientHandler : IClientHandler
{
    /// <inheritdoc/>
    public virtual bool OnPublishReceived(Message message) => true;

    /// <inheritdoc/>
    public virtual void OnPublishAcknowledged(int token)
    {
    }

    /// <inheritdoc/>
    public virtual void OnPublishDropped(int token)
    {
    }

    /// <inheritdoc/>
    public virtual void OnConnected(bool isSessionPresent)
    {
    }

    /// <inheritdoc/>
    public virtual void OnDisconnected(DisconnectReason reason)
    {
    }

    /// <inheritdoc/>
    public virtual void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted)
    {
    }

    /// <inheritdoc/>
    public virtual void OnUnsubscribed(TopicFilter filter)
    {
    }
}
