namespace Edge.MqttSn;

/// <summary>A PUBLISH as its handler sees it; its topic has a name again.</summary>
internal sealed class ReceivedPublish : Message
{
    internal void Show(MessageFromGateway message, TopicIds topics, int delivery)
    {
        int qualityOfService = message.QualityOfService;
        Show(
            topics.NameBuffer, topics.NameOffset, topics.NameLength, message.Buffer, message.RestOffset, message.RestLength,
            qualityOfService == 0 ? 0 : message.MsgId, (QualityOfService)qualityOfService,
            (message.Flags & Flags.Dup) != 0, (message.Flags & Flags.Retain) != 0);
        ShowDelivery(delivery);
    }
}
