namespace Edge;

/// <summary>What a client tells its owner, besides the messages.</summary>
public interface IClientHandler : ISessionHandler
{
    /// <summary>The server has accepted the connection.</summary>
    /// <param name="isSessionPresent">It still had the session (3.2.2-2); MQTT-SN does not tell, so
    /// there it is false. Subscriptions are restored when it had not.</param>
    void OnConnected(bool isSessionPresent);

    /// <summary>The connection has ended, or could not be made; the client tries again by itself.</summary>
    void OnDisconnected(DisconnectReason reason);

    /// <summary>The server has answered a subscription.</summary>
    /// <param name="filter">What was asked for.</param>
    /// <param name="isGranted">False: the server refuses it (return code 0x80).</param>
    /// <param name="granted">The QoS that it grants.</param>
    void OnSubscribed(TopicFilter filter, bool isGranted, QualityOfService granted);

    /// <summary>The server has answered that a filter is given up; no message comes for it any more.</summary>
    void OnUnsubscribed(TopicFilter filter);
}
