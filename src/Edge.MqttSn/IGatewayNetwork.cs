namespace Edge.MqttSn;

/// <summary>A link on which there may be several gateways and none is known beforehand, such as a radio with broadcast: a
/// client over it looks for one (MQTT-SN 1.2 §6.1). Over any other link it connects at once.</summary>
public interface IGatewayNetwork : IMessageLink
{
    /// <summary>Sends a message to all in reach.</summary>
    /// <param name="buffer">Copied before the call returns.</param>
    /// <param name="offset">Where the message starts.</param>
    /// <param name="count">Its bytes.</param>
    /// <returns>False when there is no room now.</returns>
    bool Broadcast(byte[] buffer, int offset, int count);

    /// <summary>From now on messages go to the sender of the message that <see cref="IMessageLink.Peek"/> shows, and come
    /// from it.</summary>
    void UseSender();

    /// <summary>From now on messages go to this address, and come from it.</summary>
    /// <param name="buffer">The address as another client has told it.</param>
    /// <param name="offset">Where it starts.</param>
    /// <param name="count">Its bytes, at least 1.</param>
    void UseAddress(byte[] buffer, int offset, int count);
}
