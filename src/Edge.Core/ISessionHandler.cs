namespace Edge;

/// <summary>What a session tells its owner in either role. Calls come on the thread that polls; publishing and
/// subscribing inside them is allowed. An exception closes the connection.</summary>
public interface ISessionHandler
{
    /// <summary>A message came.</summary>
    /// <param name="message">Valid until the call returns.</param>
    /// <returns>True: acknowledge it now. False: its <see cref="Message.Delivery"/> will be acknowledged later.
    /// QoS 0 needs no answer; what is returned for it is ignored.</returns>
    bool OnPublishReceived(Message message);

    /// <summary>The peer has acknowledged a message: PUBACK of QoS 1, PUBCOMP of QoS 2.</summary>
    /// <param name="token">What was given when it was published.</param>
    void OnPublishAcknowledged(int token);

    /// <summary>A message was dropped unsent (<see cref="WhenFull"/>, or its payload could not be read any more). Comes on
    /// the thread that publishes when it makes room, before that publish returns.</summary>
    /// <param name="token">What was given when it was published.</param>
    void OnPublishDropped(int token);
}
