namespace Edge.MqttSn;

/// <summary>What a session has done since it was constructed.</summary>
public sealed class SessionCounters
{
    /// <summary>PUBLISH messages sent, resends included.</summary>
    public int PublishesSent;

    /// <summary>Messages that the gateway has acknowledged.</summary>
    public int PublishesAcknowledged;

    /// <summary>PUBLISH messages received.</summary>
    public int PublishesReceived;

    /// <summary>Publishes refused because there was no room, or the store could not take them.</summary>
    public int PublishesRefused;

    /// <summary>Messages dropped unsent to make room for newer ones.</summary>
    public int PublishesDropped;

    /// <summary>Messages given up because the gateway has rejected them or their topic.</summary>
    public int PublishesRejected;

    /// <summary>Requests sent again because their answer did not come (MQTT-SN 1.2 §6.13).</summary>
    public int Retransmissions;

    /// <summary>Topics registered again because the gateway did not know their id any more.</summary>
    public int Reregistrations;

    /// <summary>Received messages whose topic id is not known here; they were refused (MQTT-SN 1.2 §6.10).</summary>
    public int UnknownTopicIds;

    /// <summary>QoS 2 messages that came again and were not delivered again.</summary>
    public int DuplicatesSuppressed;

    /// <summary>Topics of the gateway refused because there was no room for their names.</summary>
    public int RegistrationsRefused;

    /// <summary>How often the gateway has said that it is congested.</summary>
    public int Congestions;

    /// <summary>Changes of the will that the gateway has refused; they hold from the next connection on.</summary>
    public int WillUpdatesRefused;

    /// <summary>Well-formed messages that nothing was waiting for.</summary>
    public int Ignored;

    /// <summary>Datagrams discarded because they break a rule.</summary>
    public int Violations;

    /// <summary>Times that a sleeping client was awake and got no PINGRESP.</summary>
    public int WakesUnanswered;

    /// <summary>Handshakes completed.</summary>
    public int Connections;

    /// <summary>Times that the store could not make durable what an acknowledgement would have promised.</summary>
    public int StoreFailures;

    /// <summary>Exceptions thrown by the handler.</summary>
    public int HandlerFailures;
}
