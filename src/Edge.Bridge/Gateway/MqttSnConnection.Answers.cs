using System.Buffers.Binary;
using Edge.Bridge.Sessions;
using Edge.Mqtt;
using Edge.MqttSn;

namespace Edge.Bridge.Gateway;

// The client's answers to what is under way to it (§6.5, §6.6).
internal sealed partial class MqttSnConnection
{
    private static void Again(Outgoing outgoing, OutgoingStep step)
    {
        outgoing.Step = step;
        outgoing.Tries = 0;
        outgoing.Due = 0;
    }

    private void OnRegack(MessageFromClient answer)
    {
        if (_current is not { Step: OutgoingStep.Register } outgoing)
        {
            return;
        }

        DeviceSession device = Device!;
        int id = device.Topics.Find(outgoing.Topic.Utf8Bytes);
        if (answer.MsgId != outgoing.RegisterId || (answer.TopicId != id && answer.ReturnCode == ReturnCode.Accepted))
        {
            return;
        }

        switch (answer.ReturnCode)
        {
            case ReturnCode.Accepted:
                device.Topics.SetKnown(id, true);
                Again(outgoing, OutgoingStep.Publish);
                break;
            case ReturnCode.Congestion:
                // It is asked again when the time comes.
                break;
            default:
                // §6.10: it does not want this topic.
                Drop(device, outgoing);
                break;
        }
    }

    private void OnPuback(MessageFromClient answer)
    {
        if (_current is not { Step: OutgoingStep.Publish } outgoing || outgoing.Identifier != answer.MsgId)
        {
            if (answer.ReturnCode == ReturnCode.InvalidTopicId)
            {
                Device!.Topics.SetKnown(answer.TopicId, false);
            }

            return;
        }

        DeviceSession device = Device!;
        switch (answer.ReturnCode)
        {
            case ReturnCode.Accepted when outgoing.QualityOfService == QualityOfService.AtLeastOnce:
                Finish(device, outgoing);
                break;
            case ReturnCode.Accepted or ReturnCode.Congestion:
                break;
            case ReturnCode.InvalidTopicId when device.Topics.Find(outgoing.Topic.Utf8Bytes) is var id and not 0:
                // It has forgotten the number; the answer may come twice.
                device.Topics.SetKnown(id, false);
                Again(outgoing, OutgoingStep.Publish);
                break;
            default:
                Drop(device, outgoing);
                break;
        }
    }

    private void OnPubrec(int msgId)
    {
        if (_current is { QualityOfService: QualityOfService.ExactlyOnce } outgoing && outgoing.Identifier == msgId)
        {
            byte[] token = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(token, outgoing.Token);
            Device!.Store.Put((SessionRecordKind.Release << 16) | msgId, token, 0, token.Length);
            Again(outgoing, OutgoingStep.Release);
        }

        // Of a message that is not under way nothing is released: it would come again, and be new to the client.
    }

    private void OnPubcomp(int msgId)
    {
        if (_current is { Step: OutgoingStep.Release } outgoing && outgoing.Identifier == msgId)
        {
            Finish(Device!, outgoing);
        }
    }
}
