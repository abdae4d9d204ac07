namespace Edge.Mqtt;

/// <summary>The rule that a peer broke; the connection it came on is closed (MQTT 4.8.0-1).</summary>
public enum Violation
{
    /// <summary>None.</summary>
    None,

    /// <summary>Packet type 0 or 15 (2.2.1).</summary>
    ReservedPacketType,

    /// <summary>Fixed-header flags are not what the packet type asks for (2.2.2-2).</summary>
    FixedHeaderFlags,

    /// <summary>A remaining length of more than four bytes (2.2.3).</summary>
    RemainingLength,

    /// <summary>A packet is shorter or longer than its fields.</summary>
    PacketLength,

    /// <summary>A packet identifier of 0 (2.3.1-1).</summary>
    ZeroIdentifier,

    /// <summary>A string is not well-formed UTF-8 or holds U+0000 (1.5.3-1, 1.5.3-2).</summary>
    MalformedString,

    /// <summary>A topic name is empty, no string of MQTT, or holds a wildcard (1.5.3-1, -2, 3.3.2-2, 4.7.3-1).</summary>
    TopicName,

    /// <summary>A topic filter is empty, no string of MQTT, or has a wildcard out of place (1.5.3-1, -2, 4.7.1-2, -3,
    /// 4.7.3-1).</summary>
    TopicFilter,

    /// <summary>QoS 3 (3.3.1-4, 3.8.3-4).</summary>
    QualityOfService,

    /// <summary>DUP on a QoS 0 PUBLISH (3.3.1-2).</summary>
    DuplicateAtMostOnce,

    /// <summary>The protocol name is not MQTT (3.1.2-1).</summary>
    ProtocolName,

    /// <summary>Connect flags that contradict each other or set the reserved bit (3.1.2-3, -11, -13, -14, -15, -22).</summary>
    ConnectFlags,

    /// <summary>The first packet is not CONNECT (3.1.0-1) or not CONNACK (3.2.0-1).</summary>
    FirstPacket,

    /// <summary>A second CONNECT (3.1.0-2) or CONNACK.</summary>
    RepeatedHandshake,

    /// <summary>A packet that this role never receives.</summary>
    WrongDirection,

    /// <summary>Reserved bits or codes in a CONNACK, or session present with a refusal or a clean session (3.2.2-1, -4).</summary>
    ConnackFlags,

    /// <summary>A return code in a SUBACK that the standard reserves (3.9.3-2).</summary>
    SubackCode,

    /// <summary>A SUBACK with more or fewer return codes than filters were asked for (3.8.4-5).</summary>
    SubackCount,

    /// <summary>A SUBSCRIBE or UNSUBSCRIBE without a filter (3.8.3-3, 3.10.3-2).</summary>
    NoTopicFilter,
}
