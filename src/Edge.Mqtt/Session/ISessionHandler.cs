namespace Edge.Mqtt;

/// <summary>What a session tells its owner in either role. Calls come on the thread that polls; publishing and
/// subscribing inside them is allowed. An exception closes the connection.</summary>
public interface ISessionHandler
{
    /// <summary>A message came.</summary>
    /// <param name="publish">Valid until the call returns.</param>
    /// <returns>True: acknowledge it now. False: its <see cref="PublishPacket.Delivery"/> will be acknowledged later.
    /// QoS 0 needs no answer; what is returned for it is ignored.</returns>
    bool OnPublishReceived(PublishPacket publish);

    /// <summary>The peer has acknowledged a message of QoS 1.</summary>
    /// <param name="token">What was given when it was published.</param>
    void OnPublishAcknowledged(int token);
}
