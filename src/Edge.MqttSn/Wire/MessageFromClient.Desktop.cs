namespace Edge.MqttSn;

/// <summary>A message that a client has sent, as a gateway reads it.</summary>
public sealed class MessageFromClient : ReceivedMessage
{
    /// <summary>Bytes of the longest client identifier (5.3.1).</summary>
    public const int ClientIdBytesMax = 23;

    private const int Version = 1;

    private protected override bool IsExpected(MessageType type)
    {
        switch (type)
        {
            case MessageType.Connack:
            case MessageType.WillTopicReq:
            case MessageType.WillMsgReq:
            case MessageType.Suback:
            case MessageType.Unsuback:
            case MessageType.WillTopicResp:
            case MessageType.WillMsgResp:
                return false;
            default:
                return true;
        }
    }

    private protected override Violation CheckOwn(MessageType type)
    {
        switch (type)
        {
            case MessageType.Connect:
                return ProtocolId != Version ? Violation.ProtocolId : CheckClientId();
            case MessageType.Pingreq:
                return RestLength == 0 ? Violation.None : CheckClientId();
            case MessageType.WillTopic:
            case MessageType.WillTopicUpd:
                return CheckWillTopic();
            case MessageType.Subscribe:
                return QualityOfService < 0 ? Violation.QualityOfService : CheckTopic();
            case MessageType.Unsubscribe:
                return CheckTopic();
            default:
                return Violation.None;
        }
    }

    private Violation CheckClientId() =>
        RestLength >= 1 && RestLength <= ClientIdBytesMax && Utf8.IsValid(Buffer, RestOffset, RestLength)
            ? Violation.None : Violation.ClientId;

    private Violation CheckWillTopic()
    {
        if (QualityOfService < 0)
        {
            return Violation.QualityOfService;
        }

        // Without even its flags it deletes the will.
        return IsBare || Topic.IsValid(Buffer, RestOffset, RestLength) ? Violation.None : Violation.TopicName;
    }

    private Violation CheckTopic()
    {
        if (MsgId == 0)
        {
            return Violation.ZeroMsgId;
        }

        if (TopicIdType == TopicIdType.Normal)
        {
            return Edge.TopicFilter.IsValid(Buffer, RestOffset, RestLength) ? Violation.None : Violation.TopicFilter;
        }

        if (RestLength != 2)
        {
            return TopicIdType == TopicIdType.Reserved ? Violation.TopicIdType : Violation.FieldLength;
        }

        TakeTopicIdFromRest();
        return CheckTopicId();
    }
}
