namespace Edge.MqttSn;

/// <summary>A message that a gateway has sent, or another client to all.</summary>
public sealed class MessageFromGateway : ReceivedMessage
{
    private protected override bool IsExpected(MessageType type)
    {
        switch (type)
        {
            case MessageType.Connect:
            case MessageType.WillTopic:
            case MessageType.WillMsg:
            case MessageType.Subscribe:
            case MessageType.Unsubscribe:
            case MessageType.WillTopicUpd:
            case MessageType.WillMsgUpd:
                return false;
            default:
                return true;
        }
    }

    private protected override Violation CheckOwn(MessageType type)
    {
        switch (type)
        {
            case MessageType.Register:
                // A gateway registers with the id that it has given.
                return IsReserved(TopicId) ? Violation.ReservedTopicId : Violation.None;
            case MessageType.Publish:
                // -1 is for clients without a connection.
                return QualityOfService < 0 ? Violation.QualityOfService : Violation.None;
            case MessageType.Suback:
                return QualityOfService < 0 ? Violation.QualityOfService : CheckMsgId();
            default:
                return Violation.None;
        }
    }
}
