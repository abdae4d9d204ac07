namespace Edge.MqttSn;

// What only a gateway sends.
public static partial class MessageWriter
{
    /// <summary>ADVERTISE (5.4.1).</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="gwId">The gateway's number, 0 to 255.</param>
    /// <param name="durationSeconds">Until the next one, 0 to 65,535.</param>
    public static int Advertise(byte[] buffer, int offset, int gwId, int durationSeconds)
    {
        offset = MessageHeader.Write(buffer, offset, MessageType.Advertise, 3);
        buffer[offset] = (byte)gwId;
        TwoBytes(buffer, offset + 1, durationSeconds);
        return offset + 3;
    }

    /// <summary>GWINFO (5.4.3).</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="gwId">The gateway's number, 0 to 255.</param>
    /// <param name="address">The gateway's address when a client answers for it; empty from the gateway itself.</param>
    public static int GwInfo(byte[] buffer, int offset, int gwId, byte[] address)
    {
        offset = MessageHeader.Write(buffer, offset, MessageType.GwInfo, 1 + address.Length);
        buffer[offset] = (byte)gwId;
        return Rest(buffer, offset + 1, address, 0, address.Length);
    }

    /// <summary>CONNACK, WILLTOPICRESP or WILLMSGRESP (5.4.5, 5.4.24, 5.4.25).</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="type">One of the three.</param>
    /// <param name="code">The answer.</param>
    public static int CodeOnly(byte[] buffer, int offset, MessageType type, ReturnCode code)
    {
        offset = MessageHeader.Write(buffer, offset, type, 1);
        buffer[offset] = (byte)code;
        return offset + 1;
    }

    /// <summary>SUBACK (5.4.16).</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="grantedQualityOfService">0, 1 or 2.</param>
    /// <param name="topicId">The id of the topic to come; 0 for a filter with wildcards.</param>
    /// <param name="msgId">As in the SUBSCRIBE.</param>
    /// <param name="code">The answer.</param>
    public static int Suback(
        byte[] buffer, int offset, int grantedQualityOfService, int topicId, int msgId, ReturnCode code)
    {
        offset = MessageHeader.Write(buffer, offset, MessageType.Suback, 6);
        buffer[offset] = (byte)Flags.OfQualityOfService(grantedQualityOfService);
        TwoBytes(buffer, offset + 1, topicId);
        TwoBytes(buffer, offset + 3, msgId);
        buffer[offset + 5] = (byte)code;
        return offset + 6;
    }
}
