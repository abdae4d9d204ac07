namespace Edge.MqttSn;

/// <summary>The rule of MQTT-SN 1.2 that a message breaks. Such a message is discarded and counted; it never ends a
/// connection (5.2).</summary>
public enum Violation
{
    /// <summary>It breaks none.</summary>
    None,

    /// <summary>Its length is not the datagram's, or too small to be one (5.2.1).</summary>
    Length,

    /// <summary>A message type that the standard reserves (5.2.2).</summary>
    ReservedType,

    /// <summary>A message that this role never receives (5.4).</summary>
    WrongDirection,

    /// <summary>It is shorter or longer than its fields (5.4).</summary>
    FieldLength,

    /// <summary>The client identifier is not 1 to 23 bytes of UTF-8 (5.3.1).</summary>
    ClientId,

    /// <summary>The protocol id is not 1 (5.3.8).</summary>
    ProtocolId,

    /// <summary>A QoS that this message cannot have (5.3.4).</summary>
    QualityOfService,

    /// <summary>A topic id type that is reserved (5.3.4), or registered with QoS -1 (6.8).</summary>
    TopicIdType,

    /// <summary>The topic id 0x0000 or 0xFFFF where a topic is meant (5.3.11).</summary>
    ReservedTopicId,

    /// <summary>A message id of 0 where an answer is awaited (5.3.7).</summary>
    ZeroMsgId,

    /// <summary>A topic name is empty, no UTF-8, or holds a wildcard (5.3.12, 6.5).</summary>
    TopicName,

    /// <summary>A topic filter is empty, no UTF-8, or has a wildcard out of place (6.9).</summary>
    TopicFilter,

    /// <summary>A short topic name that is not two printable characters other than '+', '#' and '/' (6.7).</summary>
    ShortTopicName,

    /// <summary>An encapsulated message without a node id, or inside another one (5.5).</summary>
    Encapsulation,
}
