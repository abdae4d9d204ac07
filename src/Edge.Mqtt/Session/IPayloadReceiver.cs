namespace Edge.Mqtt;

/// <summary>Takes messages that are larger than the receive buffer, part by part. Without one they are acknowledged,
/// counted and skipped.</summary>
public interface IPayloadReceiver
{
    /// <summary>A large message begins.</summary>
    /// <param name="publish">Topic and flags, and the length of the whole payload; the payload is not there. Valid until
    /// the message ends.</param>
    /// <returns>False to skip it; it is acknowledged all the same (MQTT 4.5.0-2).</returns>
    bool OnPayloadBegin(PublishPacket publish);

    /// <summary>The next part of the payload.</summary>
    /// <param name="buffer">Valid until the call returns.</param>
    /// <param name="offset">Where the part lies.</param>
    /// <param name="count">At least 1.</param>
    void OnPayloadPart(byte[] buffer, int offset, int count);

    /// <summary>All parts have come.</summary>
    /// <returns>As <see cref="ISessionHandler.OnPublishReceived"/>: true to acknowledge it now.</returns>
    bool OnPayloadEnd(PublishPacket publish);

    /// <summary>The connection ended first. The parts are worth nothing: with QoS 1 and 2 the message comes again from
    /// its beginning.</summary>
    void OnPayloadAborted();
}
