using Edge.Mqtt;

namespace Edge.Driver;

/// <summary>A handler that takes everything at once and only counts.</summary>
internal sealed class QuietHandler : ClientHandler
{
    internal int Received { get; private set; }

    internal int Acknowledged { get; private set; }

    public override bool OnPublishReceived(Message message)
    {
        Received++;
        return true;
    }

    public override void OnPublishAcknowledged(int token) => Acknowledged++;
}
