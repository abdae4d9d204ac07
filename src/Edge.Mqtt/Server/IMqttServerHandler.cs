namespace Edge.Mqtt;

/// <summary>What the server's end of one connection asks its owner.</summary>
public interface IMqttServerHandler : ISessionHandler
{
    /// <summary>A client wants in.</summary>
    /// <param name="connect">Valid until the call returns.</param>
    /// <param name="state">The session that is kept for it, which no other connection uses any more; null to begin one
    /// that ends with the connection. With a clean session whatever was kept is cleared (3.1.2-6).</param>
    /// <param name="isSessionPresent">The client is told that its session goes on (3.2.2-2); not with a clean one.</param>
    /// <returns>What it is told; anything but <see cref="ConnectReturnCode.Accepted"/> ends the connection.</returns>
    ConnectReturnCode OnConnect(ConnectPacket connect, out SessionState? state, out bool isSessionPresent);

    /// <summary>The client asks for a topic filter, which is valid.</summary>
    /// <param name="filter">Its characters; a copy.</param>
    /// <param name="requested">The QoS it asks for.</param>
    /// <param name="granted">The QoS it gets.</param>
    /// <returns>False to refuse it.</returns>
    bool OnSubscribe(TopicFilter filter, QualityOfService requested, out QualityOfService granted);

    /// <summary>The client gives up a topic filter.</summary>
    void OnUnsubscribe(TopicFilter filter);

    /// <summary>The connection has ended. <see cref="DisconnectReason.Requested"/>: with a DISCONNECT, so the will is not
    /// published (3.14.4-3).</summary>
    void OnDisconnected(DisconnectReason reason);
}
