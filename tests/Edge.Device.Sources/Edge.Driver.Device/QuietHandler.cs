using Edge.Mqtt;

namespace Edge.Driver;

/// <summary>A handler that takes everything at once and only counts.</summary>
internal sealed class QuietHandler : IMqttHandler
{
    internal int Received { get; private set; }

    internal int Acknowledged { get; private set; }

    public bool OnPublishReceived(PublishPacket publish)
    {
        Received++;
        return true;
    }

    public void OnPublishAcknowledged(int token) => Acknowledged++;

    public void OnConnected(bool isSessionPresent)
    {
    }

    public void OnDisconnected(DisconnectReason reason)
    {
    }

    public void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted)
    {
    }
}
