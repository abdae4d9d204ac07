using Edge.Bridge.Sessions;
using Edge.Mqtt;
using Edge.MqttSn;

namespace Edge.Bridge.Gateway;

// What a connected client asks and sends (§6.5, §6.6, §6.9).
internal sealed partial class MqttSnConnection
{
    // Its messages that are not in the journal yet.
    private readonly List<Held> _held = [];
    private readonly ClientPublish _publish = new();

    private void OnSessionMessage(MessageFromClient message)
    {
        switch (message.Type)
        {
            case MessageType.Register:
                OnRegister(message);
                break;
            case MessageType.Publish:
                OnPublish(message);
                break;
            case MessageType.Pubrel:
                Device!.Store.Remove((SessionRecordKind.Inbound << 16) | message.MsgId);
                Send(MessageWriter.MsgIdOnly(_buffer, 0, MessageType.Pubcomp, message.MsgId));
                break;
            case MessageType.Subscribe:
                OnSubscribe(message);
                break;
            case MessageType.Unsubscribe:
                OnUnsubscribe(message);
                break;
            case MessageType.Pingreq:
                OnPing(message);
                break;
            case MessageType.WillTopicUpd:
                OnWillTopicUpdate(message);
                break;
            case MessageType.WillMsgUpd:
                OnWillMessageUpdate(message);
                break;
            case MessageType.Regack:
                OnRegack(message);
                break;
            case MessageType.Puback:
                OnPuback(message);
                break;
            case MessageType.Pubrec:
                OnPubrec(message.MsgId);
                break;
            case MessageType.Pubcomp:
                OnPubcomp(message.MsgId);
                break;
            default:
                break;
        }
    }

    private void OnRegister(MessageFromClient message)
    {
        int id = Register(message.Buffer.AsSpan(message.RestOffset, message.RestLength));
        SendAnswer(MessageType.Regack, id, message.MsgId, id == 0 ? ReturnCode.Congestion : ReturnCode.Accepted);
    }

    // A topic's number, which the client is told; durable before it is.
    private int Register(ReadOnlySpan<byte> name)
    {
        DeviceSession device = Device!;
        int id = device.Topics.Find(name);
        if (id == 0)
        {
            byte[] bytes = name.ToArray();
            Topic topic = Topic.FromUtf8(bytes, 0, bytes.Length);
            id = device.Topics.Add(topic, _options.TopicsMax);
            if (id == 0)
            {
                return 0;
            }

            device.Store.Write(file => file.PutTopic(device.Id, id, topic));
        }

        device.Topics.SetKnown(id, true);
        return id;
    }

    private void OnPublish(MessageFromClient message)
    {
        QualityOfService qualityOfService = (QualityOfService)message.QualityOfService;
        Topic? topic = TopicOf(message);
        if (topic == null)
        {
            SendAnswer(MessageType.Puback, message.TopicId, message.MsgId, ReturnCode.InvalidTopicId);
            return;
        }

        if (qualityOfService != QualityOfService.AtMostOnce)
        {
            if (_held.Exists(held => held.MsgId == message.MsgId))
            {
                // Its answer is on the way.
                return;
            }

            if (qualityOfService == QualityOfService.ExactlyOnce && Device!.Store.IsTaken(message.MsgId))
            {
                Send(MessageWriter.MsgIdOnly(_buffer, 0, MessageType.Pubrec, message.MsgId));
                return;
            }

            if (_held.Count >= _options.HeldMax)
            {
                SendAnswer(MessageType.Puback, message.TopicId, message.MsgId, ReturnCode.Congestion);
                return;
            }
        }

        _publish.Show(topic, message);
        if (qualityOfService != QualityOfService.AtMostOnce)
        {
            _held.Add(new Held(_publish.Delivery, message.TopicId, message.MsgId, qualityOfService));
        }

        _owner.OnDevicePublish(this, _publish);
    }

    private Topic? TopicOf(MessageFromClient message) => message.TopicIdType switch
    {
        TopicIdType.Normal => Device!.Topics.Find(message.TopicId),
        TopicIdType.Predefined => _options.Predefined.Find(message.TopicId),
        _ => ShortTopic(message),
    };

    private static Topic ShortTopic(MessageFromClient message) =>
        Topic.FromUtf8(message.Buffer, message.TopicIdOffset, ShortTopicName.Bytes);

    /// <inheritdoc/>
    protected override void Acknowledge(int delivery)
    {
        if (!TakeHeld(delivery, out Held held))
        {
            return;
        }

        if (held.QualityOfService == QualityOfService.AtLeastOnce)
        {
            SendAnswer(MessageType.Puback, held.TopicId, held.MsgId, ReturnCode.Accepted);
        }
        else
        {
            Send(MessageWriter.MsgIdOnly(_buffer, 0, MessageType.Pubrec, held.MsgId));
        }
    }

    /// <inheritdoc/>
    public override void Refuse(int delivery, bool isForever)
    {
        ReturnCode code = isForever ? ReturnCode.NotSupported : ReturnCode.Congestion;
        if (TakeHeld(delivery, out Held held))
        {
            SendAnswer(MessageType.Puback, held.TopicId, held.MsgId, code);
        }
    }

    private bool TakeHeld(int delivery, out Held held)
    {
        int at = _held.FindIndex(held => held.Delivery == delivery);
        held = at < 0 ? default : _held[at];
        if (at >= 0)
        {
            _held.RemoveAt(at);
        }

        return at >= 0;
    }

    private void OnSubscribe(MessageFromClient message)
    {
        QualityOfService granted = (QualityOfService)message.QualityOfService;
        TopicFilter? filter = FilterOf(message);
        int id = message.TopicIdType == TopicIdType.Predefined ? message.TopicId : 0;
        ReturnCode code = filter == null ? ReturnCode.InvalidTopicId : ReturnCode.Accepted;
        if (filter != null && message.TopicIdType == TopicIdType.Normal && IsTopic(filter))
        {
            id = Register(filter.Utf8Bytes);
            code = id == 0 ? ReturnCode.Congestion : ReturnCode.Accepted;
        }

        if (code == ReturnCode.Accepted && !_owner.OnDeviceSubscribe(this, filter!, granted))
        {
            code = ReturnCode.NotSupported;
        }

        _counters.Congested += code == ReturnCode.Congestion ? 1 : 0;
        Send(MessageWriter.Suback(_buffer, 0, (int)granted, id, message.MsgId, code));
    }

    private void OnUnsubscribe(MessageFromClient message)
    {
        if (FilterOf(message) is { } filter)
        {
            _owner.OnDeviceUnsubscribe(this, filter);
        }

        Send(MessageWriter.MsgIdOnly(_buffer, 0, MessageType.Unsuback, message.MsgId));
    }

    private TopicFilter? FilterOf(MessageFromClient message)
    {
        if (message.TopicIdType == TopicIdType.Normal)
        {
            return TopicFilter.FromUtf8(message.Buffer, message.RestOffset, message.RestLength);
        }

        byte[]? name = TopicOf(message)?.Utf8Bytes;
        return name == null ? null : TopicFilter.FromUtf8(name, 0, name.Length);
    }

    // Without wildcards a filter is the topic itself.
    private static bool IsTopic(TopicFilter filter) =>
        Topic.IsValid(filter.Utf8Bytes, 0, filter.Utf8Bytes.Length);

    private void SendAnswer(MessageType type, int topicId, int msgId, ReturnCode code)
    {
        _counters.Congested += code == ReturnCode.Congestion ? 1 : 0;
        Send(MessageWriter.TopicAnswer(_buffer, 0, type, topicId, msgId, code));
    }

    private readonly record struct Held(int Delivery, int TopicId, int MsgId, QualityOfService QualityOfService);
}
