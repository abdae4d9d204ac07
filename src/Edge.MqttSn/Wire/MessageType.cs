namespace Edge.MqttSn;

/// <summary>The message types of MQTT-SN 1.2 (5.2.2). PUBCOMP, PUBREC and PUBREL stand in another order than in MQTT.</summary>
public enum MessageType
{
    /// <summary>A gateway tells that it is there (5.4.1).</summary>
    Advertise = 0x00,

    /// <summary>A client looks for a gateway (5.4.2).</summary>
    SearchGw = 0x01,

    /// <summary>Answers <see cref="SearchGw"/> (5.4.3).</summary>
    GwInfo = 0x02,

    /// <summary>A client begins a connection (5.4.4).</summary>
    Connect = 0x04,

    /// <summary>Answers a completed connection setup (5.4.5).</summary>
    Connack = 0x05,

    /// <summary>The gateway asks for the will's topic (5.4.6).</summary>
    WillTopicReq = 0x06,

    /// <summary>The will's topic, or empty: there is no will (5.4.7).</summary>
    WillTopic = 0x07,

    /// <summary>The gateway asks for the will's message (5.4.8).</summary>
    WillMsgReq = 0x08,

    /// <summary>The will's message (5.4.9).</summary>
    WillMsg = 0x09,

    /// <summary>Asks for a topic id, or gives one (5.4.10).</summary>
    Register = 0x0A,

    /// <summary>Answers <see cref="Register"/> (5.4.11).</summary>
    Regack = 0x0B,

    /// <summary>A message (5.4.12).</summary>
    Publish = 0x0C,

    /// <summary>Acknowledges a PUBLISH of QoS 1, or refuses one of any QoS (5.4.13).</summary>
    Puback = 0x0D,

    /// <summary>A QoS 2 message is over (5.4.14).</summary>
    Pubcomp = 0x0E,

    /// <summary>A QoS 2 message was taken (5.4.14).</summary>
    Pubrec = 0x0F,

    /// <summary>A QoS 2 message is released (5.4.14).</summary>
    Pubrel = 0x10,

    /// <summary>Asks for a topic or a filter (5.4.15).</summary>
    Subscribe = 0x12,

    /// <summary>Answers <see cref="Subscribe"/> (5.4.16).</summary>
    Suback = 0x13,

    /// <summary>Gives a topic or a filter up (5.4.17).</summary>
    Unsubscribe = 0x14,

    /// <summary>Answers <see cref="Unsubscribe"/> (5.4.18).</summary>
    Unsuback = 0x15,

    /// <summary>Are you alive; with a client identifier: I am awake (5.4.19).</summary>
    Pingreq = 0x16,

    /// <summary>Answers <see cref="Pingreq"/>; to a client that is awake: there is no more (5.4.20).</summary>
    Pingresp = 0x17,

    /// <summary>The connection ends, or, with a duration, the client sleeps (5.4.21).</summary>
    Disconnect = 0x18,

    /// <summary>Changes the will's topic, or empty: deletes the will (5.4.22).</summary>
    WillTopicUpd = 0x1A,

    /// <summary>Answers <see cref="WillTopicUpd"/> (5.4.24).</summary>
    WillTopicResp = 0x1B,

    /// <summary>Changes the will's message (5.4.23).</summary>
    WillMsgUpd = 0x1C,

    /// <summary>Answers <see cref="WillMsgUpd"/> (5.4.25).</summary>
    WillMsgResp = 0x1D,

    /// <summary>A message that a forwarder passes on (5.5).</summary>
    Encapsulated = 0xFE,

    /// <summary>No message: nothing was read, or what was read broke a rule. Reserved on the wire.</summary>
    None = 0xFF,
}
