namespace Edge.Mqtt;

/// <summary>The 14 control packets (MQTT 2.2.1); the value is the upper half of a packet's first byte.</summary>
public enum PacketType
{
    /// <summary>Client to server: opens the session.</summary>
    Connect = 1,

    /// <summary>Server to client: answers CONNECT.</summary>
    Connack = 2,

    /// <summary>A message, either way.</summary>
    Publish = 3,

    /// <summary>Acknowledges a QoS 1 PUBLISH.</summary>
    Puback = 4,

    /// <summary>First acknowledgement of a QoS 2 PUBLISH.</summary>
    Pubrec = 5,

    /// <summary>Answers PUBREC.</summary>
    Pubrel = 6,

    /// <summary>Answers PUBREL and ends a QoS 2 exchange.</summary>
    Pubcomp = 7,

    /// <summary>Client to server: asks for topics.</summary>
    Subscribe = 8,

    /// <summary>Server to client: answers SUBSCRIBE.</summary>
    Suback = 9,

    /// <summary>Client to server: no longer asks for topics.</summary>
    Unsubscribe = 10,

    /// <summary>Server to client: answers UNSUBSCRIBE.</summary>
    Unsuback = 11,

    /// <summary>Client to server: still here.</summary>
    Pingreq = 12,

    /// <summary>Server to client: answers PINGREQ.</summary>
    Pingresp = 13,

    /// <summary>Client to server: goes, and the will is not to be published.</summary>
    Disconnect = 14,
}
