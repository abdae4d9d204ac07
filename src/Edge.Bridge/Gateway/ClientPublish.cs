using Edge.MqttSn;

namespace Edge.Bridge.Gateway;

/// <summary>A PUBLISH of a client, with its topic's name in place of the number.</summary>
internal sealed class ClientPublish : Message
{
    private int _deliveries;

    /// <summary>Shows another one.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="publish">The message; QoS -1 is shown as 0.</param>
    public void Show(Topic topic, MessageFromClient publish)
    {
        byte[] name = topic.Utf8Bytes;
        Show(
            name, 0, name.Length, publish.Buffer, publish.RestOffset, publish.RestLength, publish.MsgId,
            (QualityOfService)Math.Max(publish.QualityOfService, 0), (publish.Flags & Flags.Dup) != 0,
            (publish.Flags & Flags.Retain) != 0);
        ShowDelivery(++_deliveries);
    }
}
