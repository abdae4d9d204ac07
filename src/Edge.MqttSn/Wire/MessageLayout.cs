namespace Edge.MqttSn;

/// <summary>Which fields each message has. They always stand in the order of their bits, and what is left is the text or
/// the data (5.4).</summary>
internal static class MessageLayout
{
    /// <summary>GwId or Radius, 1 byte.</summary>
    internal const int GwId = 0x01;

    /// <summary>Flags, 1 byte.</summary>
    internal const int Flags = 0x02;

    /// <summary>ProtocolId, 1 byte.</summary>
    internal const int ProtocolId = 0x04;

    /// <summary>Duration, 2 bytes.</summary>
    internal const int Duration = 0x08;

    /// <summary>TopicId, 2 bytes.</summary>
    internal const int TopicId = 0x10;

    /// <summary>MsgId, 2 bytes.</summary>
    internal const int MsgId = 0x20;

    /// <summary>ReturnCode, 1 byte.</summary>
    internal const int ReturnCode = 0x40;

    /// <summary>Text or data up to the end of the message.</summary>
    internal const int Rest = 0x80;

    private static readonly byte[] Fields =
    {
        // ADVERTISE, SEARCHGW, GWINFO, reserved
        GwId | Duration, GwId, GwId | Rest, 0,
        // CONNECT, CONNACK, WILLTOPICREQ, WILLTOPIC
        Flags | ProtocolId | Duration | Rest, ReturnCode, 0, Flags | Rest,
        // WILLMSGREQ, WILLMSG, REGISTER, REGACK
        0, Rest, TopicId | MsgId | Rest, TopicId | MsgId | ReturnCode,
        // PUBLISH, PUBACK, PUBCOMP, PUBREC
        Flags | TopicId | MsgId | Rest, TopicId | MsgId | ReturnCode, MsgId, MsgId,
        // PUBREL, reserved, SUBSCRIBE, SUBACK
        MsgId, 0, Flags | MsgId | Rest, Flags | TopicId | MsgId | ReturnCode,
        // UNSUBSCRIBE, UNSUBACK, PINGREQ, PINGRESP
        Flags | MsgId | Rest, MsgId, Rest, 0,
        // DISCONNECT, reserved, WILLTOPICUPD, WILLTOPICRESP
        Duration, 0, Flags | Rest, ReturnCode,
        // WILLMSGUPD, WILLMSGRESP
        Rest, ReturnCode,
    };

    /// <summary>The fields of a message with this many bytes behind its header.</summary>
    internal static int Of(MessageType type, int bodyBytes)
    {
        // These three may be empty: awake no more, plain disconnect, no will.
        bool isBare = bodyBytes == 0
            && (type == MessageType.Disconnect || type == MessageType.WillTopic || type == MessageType.WillTopicUpd);
        return isBare ? 0 : Fields[(int)type];
    }

    /// <summary>Bytes of all fields but the rest.</summary>
    internal static int Bytes(int fields)
    {
        int bytes = 0;
        for (int field = GwId; field < Rest; field <<= 1)
        {
            if ((fields & field) != 0)
            {
                bytes += field == Duration || field == TopicId || field == MsgId ? 2 : 1;
            }
        }

        return bytes;
    }
}
