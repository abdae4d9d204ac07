namespace Edge.MqttSn;

// The requests as bytes.
public sealed partial class ClientSession
{
    private int WritePublish(int record, int msgId)
    {
        HasTopicId(record, out TopicIdType type, out int topicId);
        int dup = _outbox.State(record) == Outbox.StateSent ? Flags.Dup : 0;
        return MessageWriter.Publish(
            _buffer, 0, _outbox.Flags(record) | (int)type | dup, topicId, msgId,
            _outbox.Bytes, _outbox.PayloadOffset(record), _outbox.PayloadLength(record));
    }

    private int WriteRequest()
    {
        Will? will = _options.Will;
        switch (_request)
        {
            case MessageType.Connect:
                int flags = (IsWillAnnounced ? Flags.Will : 0)
                    | (IsCleanConnect || !_hasForgotten ? Flags.CleanSession : 0);
                return MessageWriter.Connect(_buffer, 0, flags, _options.KeepAliveSeconds, _options.ClientIdBytes);
            case MessageType.WillTopic:
            case MessageType.WillTopicUpd:
                return will == null ? MessageWriter.Empty(_buffer, 0, _request)
                    : MessageWriter.WillTopic(
                        _buffer, 0, _request,
                        Flags.OfQualityOfService((int)will.QualityOfService) | (will.IsRetained ? Flags.Retain : 0),
                        will.Topic.Utf8Bytes);
            case MessageType.WillMsg:
            case MessageType.WillMsgUpd:
                return will == null ? MessageWriter.Empty(_buffer, 0, _request)
                    : MessageWriter.WillMsg(_buffer, 0, _request, will.Payload);
            case MessageType.Register:
                TopicTable table = _topics.Table;
                return MessageWriter.Register(
                    _buffer, 0, 0, _requestMsgId, table.Names, table.Offset(_requestIndex), table.Length(_requestIndex));
            case MessageType.Publish:
                return WritePublish(_outbox.First, _requestMsgId);
            case MessageType.Pubrel:
                return MessageWriter.MsgIdOnly(_buffer, 0, MessageType.Pubrel, _requestMsgId);
            case MessageType.Subscribe:
            case MessageType.Unsubscribe:
                return WriteSubscription();
            case MessageType.Pingreq when _phase == ClientPhase.Awake:
                return MessageWriter.Pingreq(_buffer, 0, _options.ClientIdBytes);
            case MessageType.Disconnect when _phase == ClientPhase.FallingAsleep:
                return MessageWriter.Sleep(_buffer, 0, _announcedSeconds);
            default:
                return MessageWriter.Empty(_buffer, 0, _request);
        }
    }

    private int WriteSubscription()
    {
        byte[] filter = _subscriptions.Filter(_requestIndex).Utf8Bytes;
        bool isSubscribe = _request == MessageType.Subscribe;
        int flags = isSubscribe ? Flags.OfQualityOfService(_subscriptions.QualityOfService(_requestIndex)) : 0;
        flags |= isSubscribe && _resends > 0 ? Flags.Dup : 0;
        TopicIdType type = _topics.TypeOf(filter, 0, filter.Length, out int topicId);
        return type == TopicIdType.Normal
            ? MessageWriter.SubscribeName(_buffer, 0, _request, flags, _requestMsgId, filter)
            : MessageWriter.SubscribeId(_buffer, 0, _request, flags | (int)type, _requestMsgId, topicId);
    }

    // The CONNECT says that there is a will, or that there is none any more.
    private bool IsWillAnnounced => _hasForgotten && (_options.Will != null || _isWillDeleted);

    // A client that wakes keeps its session whatever the options say.
    private bool IsCleanConnect => !_isWaking && _options.CleanSession;
}
