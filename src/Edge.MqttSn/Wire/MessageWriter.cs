using System;

namespace Edge.MqttSn;

/// <summary>Writes messages into a caller's array: here those that a client sends, most of which a gateway sends
/// too.</summary>
/// <remarks>Each method returns the offset behind the message. The array must have room for
/// <see cref="MessageHeader.MessageBytes"/> of the fields. Text and data are copied as they are; who writes them has
/// checked them. Flags are those of <see cref="Flags"/>.</remarks>
public static partial class MessageWriter
{
    private const byte ProtocolId = 1;

    /// <summary>Bytes of a PUBLISH besides its header and its data: flags, topic id and message id.</summary>
    public const int PublishFieldBytes = 5;

    /// <summary>Bytes of a REGISTER besides its header and its topic name: topic id and message id.</summary>
    public const int RegisterFieldBytes = 4;

    /// <summary>Bytes of a SUBSCRIBE or UNSUBSCRIBE besides its header and its topic: flags and message id.</summary>
    public const int SubscribeFieldBytes = 3;

    /// <summary>SEARCHGW (5.4.2).</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="radius">Hops of the broadcast, 0 to 255; 0 is the whole network.</param>
    public static int SearchGw(byte[] buffer, int offset, int radius)
    {
        offset = MessageHeader.Write(buffer, offset, MessageType.SearchGw, 1);
        buffer[offset] = (byte)radius;
        return offset + 1;
    }

    /// <summary>CONNECT (5.4.4).</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="flags"><see cref="Flags.Will"/> and <see cref="Flags.CleanSession"/>.</param>
    /// <param name="durationSeconds">Keep-alive, 0 to 65,535; 0 turns it off.</param>
    /// <param name="clientId">1 to 23 bytes of UTF-8.</param>
    public static int Connect(byte[] buffer, int offset, int flags, int durationSeconds, byte[] clientId)
    {
        offset = MessageHeader.Write(buffer, offset, MessageType.Connect, 4 + clientId.Length);
        buffer[offset] = (byte)flags;
        buffer[offset + 1] = ProtocolId;
        TwoBytes(buffer, offset + 2, durationSeconds);
        return Rest(buffer, offset + 4, clientId, 0, clientId.Length);
    }

    /// <summary>WILLTOPIC or WILLTOPICUPD (5.4.7, 5.4.22).</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="type"><see cref="MessageType.WillTopic"/> or <see cref="MessageType.WillTopicUpd"/>.</param>
    /// <param name="flags">QoS and <see cref="Flags.Retain"/>.</param>
    /// <param name="topic">The topic's name.</param>
    public static int WillTopic(byte[] buffer, int offset, MessageType type, int flags, byte[] topic)
    {
        offset = MessageHeader.Write(buffer, offset, type, 1 + topic.Length);
        buffer[offset] = (byte)flags;
        return Rest(buffer, offset + 1, topic, 0, topic.Length);
    }

    /// <summary>WILLMSG or WILLMSGUPD (5.4.9, 5.4.23).</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="type"><see cref="MessageType.WillMsg"/> or <see cref="MessageType.WillMsgUpd"/>.</param>
    /// <param name="payload">What the will says.</param>
    public static int WillMsg(byte[] buffer, int offset, MessageType type, byte[] payload)
    {
        offset = MessageHeader.Write(buffer, offset, type, payload.Length);
        return Rest(buffer, offset, payload, 0, payload.Length);
    }

    /// <summary>REGISTER (5.4.10).</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="topicId">0 from a client; from a gateway the id that it gives.</param>
    /// <param name="msgId">1 to 65,535.</param>
    /// <param name="topic">Where the topic's name lies.</param>
    /// <param name="topicOffset">Where it begins.</param>
    /// <param name="topicLength">Its bytes.</param>
    public static int Register(
        byte[] buffer, int offset, int topicId, int msgId, byte[] topic, int topicOffset, int topicLength)
    {
        offset = MessageHeader.Write(buffer, offset, MessageType.Register, RegisterFieldBytes + topicLength);
        TwoBytes(buffer, offset, topicId);
        TwoBytes(buffer, offset + 2, msgId);
        return Rest(buffer, offset + RegisterFieldBytes, topic, topicOffset, topicLength);
    }

    /// <summary>REGACK or PUBACK (5.4.11, 5.4.13).</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="type"><see cref="MessageType.Regack"/> or <see cref="MessageType.Puback"/>.</param>
    /// <param name="topicId">As in the message that is answered.</param>
    /// <param name="msgId">As in the message that is answered.</param>
    /// <param name="code">The answer.</param>
    public static int TopicAnswer(
        byte[] buffer, int offset, MessageType type, int topicId, int msgId, ReturnCode code)
    {
        offset = MessageHeader.Write(buffer, offset, type, 5);
        TwoBytes(buffer, offset, topicId);
        TwoBytes(buffer, offset + 2, msgId);
        buffer[offset + 4] = (byte)code;
        return offset + 5;
    }

    /// <summary>PUBLISH (5.4.12).</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="flags">DUP, QoS, Retain and the type of the topic id.</param>
    /// <param name="topicId">The id, or the two characters of a short name.</param>
    /// <param name="msgId">1 to 65,535 with QoS 1 and 2, else 0.</param>
    /// <param name="data">Where the payload lies.</param>
    /// <param name="dataOffset">Where it begins.</param>
    /// <param name="dataLength">Its bytes.</param>
    public static int Publish(
        byte[] buffer, int offset, int flags, int topicId, int msgId, byte[] data, int dataOffset, int dataLength)
    {
        offset = MessageHeader.Write(buffer, offset, MessageType.Publish, PublishFieldBytes + dataLength);
        buffer[offset] = (byte)flags;
        TwoBytes(buffer, offset + 1, topicId);
        TwoBytes(buffer, offset + 3, msgId);
        return Rest(buffer, offset + PublishFieldBytes, data, dataOffset, dataLength);
    }

    /// <summary>PUBREC, PUBREL, PUBCOMP or UNSUBACK, which have nothing but a message id (5.4.14, 5.4.18).</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="type">One of the four.</param>
    /// <param name="msgId">As in the message that is answered.</param>
    public static int MsgIdOnly(byte[] buffer, int offset, MessageType type, int msgId)
    {
        offset = MessageHeader.Write(buffer, offset, type, 2);
        TwoBytes(buffer, offset, msgId);
        return offset + 2;
    }

    /// <summary>SUBSCRIBE or UNSUBSCRIBE by name (5.4.15, 5.4.17).</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="type"><see cref="MessageType.Subscribe"/> or <see cref="MessageType.Unsubscribe"/>.</param>
    /// <param name="flags">DUP and QoS; the type of the topic id is normal.</param>
    /// <param name="msgId">1 to 65,535.</param>
    /// <param name="filter">The topic filter.</param>
    public static int SubscribeName(byte[] buffer, int offset, MessageType type, int flags, int msgId, byte[] filter)
    {
        offset = MessageHeader.Write(buffer, offset, type, SubscribeFieldBytes + filter.Length);
        buffer[offset] = (byte)flags;
        TwoBytes(buffer, offset + 1, msgId);
        return Rest(buffer, offset + SubscribeFieldBytes, filter, 0, filter.Length);
    }

    /// <summary>SUBSCRIBE or UNSUBSCRIBE by a predefined id or a short name (5.4.15, 5.4.17).</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="type"><see cref="MessageType.Subscribe"/> or <see cref="MessageType.Unsubscribe"/>.</param>
    /// <param name="flags">DUP, QoS and the type of the topic id.</param>
    /// <param name="msgId">1 to 65,535.</param>
    /// <param name="topicId">The id, or the two characters of a short name.</param>
    public static int SubscribeId(byte[] buffer, int offset, MessageType type, int flags, int msgId, int topicId)
    {
        offset = MessageHeader.Write(buffer, offset, type, SubscribeFieldBytes + 2);
        buffer[offset] = (byte)flags;
        TwoBytes(buffer, offset + 1, msgId);
        TwoBytes(buffer, offset + SubscribeFieldBytes, topicId);
        return offset + SubscribeFieldBytes + 2;
    }

    /// <summary>PINGREQ of a client that wakes (5.4.19).</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="clientId">1 to 23 bytes of UTF-8.</param>
    public static int Pingreq(byte[] buffer, int offset, byte[] clientId)
    {
        offset = MessageHeader.Write(buffer, offset, MessageType.Pingreq, clientId.Length);
        return Rest(buffer, offset, clientId, 0, clientId.Length);
    }

    /// <summary>DISCONNECT of a client that goes to sleep (5.4.21).</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="durationSeconds">1 to 65,535; peers take 0 for a plain DISCONNECT, which is
    /// <see cref="Empty"/>.</param>
    public static int Sleep(byte[] buffer, int offset, int durationSeconds)
    {
        offset = MessageHeader.Write(buffer, offset, MessageType.Disconnect, 2);
        TwoBytes(buffer, offset, durationSeconds);
        return offset + 2;
    }

    /// <summary>A message of a header alone: PINGREQ, PINGRESP, DISCONNECT, WILLTOPICREQ, WILLMSGREQ, and the WILLTOPIC
    /// and WILLTOPICUPD that delete a will.</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="type">One of these.</param>
    public static int Empty(byte[] buffer, int offset, MessageType type) =>
        MessageHeader.Write(buffer, offset, type, 0);

    private static void TwoBytes(byte[] buffer, int offset, int value)
    {
        buffer[offset] = (byte)(value >> 8);
        buffer[offset + 1] = (byte)value;
    }

    private static int Rest(byte[] buffer, int offset, byte[] bytes, int bytesOffset, int count)
    {
        Array.Copy(bytes, bytesOffset, buffer, offset, count);
        return offset + count;
    }
}
