namespace Edge.MqttSn;

// The way out: one request at a time, and messages that need no answer.
public sealed partial class ClientSession
{
    // The request that is under way.
    private MessageType _request = MessageType.None;
    private int _requestMsgId;

    // The subscription or the topic that it is about.
    private int _requestIndex;

    // When its answer is late, or, while it waits for room in the link, when the gateway is taken for lost.
    private long _requestDue;
    private int _resends;
    private bool _isRequestToSend;

    // The step of a change of the will: WillTopicUpd, WillMsgUpd, or none.
    private MessageType _willStep = MessageType.None;
    private bool _isWillDeleted;

    // What the gateway publishes when this client is lost, from now on (MQTT-SN 1.2 §6.4).
    internal void ChangeWill(Will? will)
    {
        _options.Check(will);
        _options.Will = will;
        _isWillDeleted = will == null;
        _willStep = IsConnected ? MessageType.WillTopicUpd : MessageType.None;
    }

    // Sends the next thing that may be sent; false when there is none.
    private bool ComposeNext(long now)
    {
        if (_outbox.HasConnectionless && _link.IsUp)
        {
            return SendUnanswered(_outbox.FirstConnectionless(), now);
        }

        if (_isStopping && _phase < ClientPhase.Active)
        {
            // There is nobody to say goodbye to.
            _phase = ClientPhase.Stopped;
            return false;
        }

        if (_request != MessageType.None)
        {
            return _isRequestToSend && SendRequest(now);
        }

        switch (_phase)
        {
            case ClientPhase.Waiting:
                return ComposeWaiting(now);
            case ClientPhase.Searching:
                return ComposeSearch(now);
            case ClientPhase.Active:
                return ComposeActive(now);
            case ClientPhase.Asleep:
                return ComposeAsleep(now);
            default:
                return false;
        }
    }

    private bool ComposeWaiting(long now)
    {
        if (_options.IsConnectionless || now < _connectDue || !_link.IsUp)
        {
            return false;
        }

        if (IsSearchDue)
        {
            BeginSearch(now);
            return true;
        }

        Connect(now);
        return true;
    }

    private void Connect(long now)
    {
        _phase = ClientPhase.Connecting;
        _epoch = _link.Epoch;
        Begin(MessageType.Connect, 0, 0, now);
    }

    private bool ComposeActive(long now)
    {
        int record = _outbox.First;
        if (record != RecordLog.None && _outbox.State(record) == Outbox.StateReleased)
        {
            Begin(MessageType.Pubrel, _outbox.MsgId(record), 0, now);
            return true;
        }

        if (_willStep != MessageType.None)
        {
            Begin(_willStep, 0, 0, now);
            return true;
        }

        // 6.10: nothing of this for T_WAIT after "congestion".
        if (now >= _pausedUntil)
        {
            int index = _subscriptions.NextDue();
            if (index >= 0)
            {
                bool isSubscribe = _subscriptions.IsToSubscribe(index);
                MessageType type = isSubscribe ? MessageType.Subscribe : MessageType.Unsubscribe;
                Begin(type, _outbox.NextMsgId(), index, now);
                return true;
            }

            if (record != RecordLog.None)
            {
                return ComposeMessage(record, now);
            }
        }

        if (_isStopping)
        {
            SayGoodbye(now);
            return true;
        }

        if (_sleepSeconds > 0)
        {
            GoToSleep(now);
            return true;
        }

        if (now >= PingDue)
        {
            Begin(MessageType.Pingreq, 0, 0, now);
            return true;
        }

        return false;
    }

    private void SayGoodbye(long now)
    {
        _phase = ClientPhase.Disconnecting;
        Begin(MessageType.Disconnect, 0, 0, now);
    }

    private bool ComposeMessage(int record, long now)
    {
        int offset = Outbox.TopicOffset(record);
        int length = _outbox.TopicLength(record);
        if (!HasTopicId(record, out _, out _))
        {
            int entry = _topics.Table.Add(_outbox.Bytes, offset, length, true);
            if (entry == TopicTable.None)
            {
                // A store has kept it, and the topics were allowed to be longer then.
                Reject(record);
                return true;
            }

            Begin(MessageType.Register, _outbox.NextMsgId(), entry, now);
            return true;
        }

        if (_outbox.QualityOfService(record) <= 0)
        {
            return SendUnanswered(record, now);
        }

        Begin(MessageType.Publish, _outbox.GiveMsgId(record), 0, now);
        return true;
    }

    // QoS 0 and -1: sent once.
    private bool SendUnanswered(int record, long now)
    {
        int bytes = WritePublish(record, 0);
        if (bytes > _link.MessageBytesMax && _link.IsUp)
        {
            Reject(record);
            return true;
        }

        if (!Send(bytes, now))
        {
            return false;
        }

        _counters.PublishesSent++;
        _outbox.Remove(record);
        return true;
    }

    private void Begin(MessageType type, int msgId, int index, long now)
    {
        _request = type;
        _requestMsgId = msgId;
        _requestIndex = index;
        _resends = 0;
        _isRequestToSend = true;
        _requestDue = now + ((long)_answerMs * (_options.ResendsMax + 1));
    }

    // Another message of the same handshake takes the request's place.
    private void Continue(MessageType type)
    {
        _request = type;
        _isRequestToSend = true;
    }

    private bool SendRequest(long now)
    {
        if (_request == MessageType.Publish && !IsFirstReady())
        {
            _request = MessageType.None;
            return true;
        }

        int bytes = WriteRequest();
        if (bytes > _link.MessageBytesMax && _link.IsUp)
        {
            RequestTooLong(now);
            return true;
        }

        if (!Send(bytes, now))
        {
            return false;
        }

        if (_request == MessageType.Publish)
        {
            _outbox.SetState(_outbox.First, Outbox.StateSent);
            _counters.PublishesSent++;
        }

        _isRequestToSend = false;
        _requestDue = now + (_options.IsLinkReliable ? (long)_answerMs * (_options.ResendsMax + 1) : _answerMs);
        return true;
    }

    // 6.10: longer than the link takes, it can never leave.
    private void RequestTooLong(long now)
    {
        switch (_request)
        {
            case MessageType.Register:
            case MessageType.Publish:
                _request = MessageType.None;
                Reject(_outbox.First);
                break;
            case MessageType.Subscribe:
                _request = MessageType.None;
                _subscriptions.Answered(_requestIndex, false);
                _handler.OnSubscribed(_subscriptions.Filter(_requestIndex), false, QualityOfService.AtMostOnce);
                break;
            default:
                Lost(DisconnectReason.PacketTooLarge, now);
                break;
        }
    }

    // False when the message was dropped before it was sent, or the gateway has given its topic's id to another topic.
    private bool IsFirstReady()
    {
        int record = _outbox.First;
        return record != RecordLog.None && _outbox.MsgId(record) == _requestMsgId && HasTopicId(record, out _, out _);
    }

    // A request whose answer is late is sent again, or the gateway is lost.
    private void Check(long now)
    {
        if (_request == MessageType.None || now < _requestDue)
        {
            return;
        }

        if (_isRequestToSend || _options.IsLinkReliable || _resends == _options.ResendsMax)
        {
            GiveUp(now);
            return;
        }

        _resends++;
        _counters.Retransmissions++;
        _isRequestToSend = true;
        _requestDue = now + ((long)_answerMs * (_options.ResendsMax + 1));
        if (_request == MessageType.WillTopic || _request == MessageType.WillMsg)
        {
            // Which of the prompts was lost is not known: the handshake begins anew.
            _request = MessageType.Connect;
        }
    }

    private void GiveUp(long now)
    {
        switch (_phase)
        {
            case ClientPhase.FallingAsleep:
                // 6.14: the answer may have been lost; the gateway's has not been.
                FallAsleep(now);
                break;
            case ClientPhase.Awake:
                SleepOn(now);
                break;
            case ClientPhase.Disconnecting:
                Lost(DisconnectReason.Requested, now);
                break;
            case ClientPhase.Connecting:
                GatewayLost();
                Lost(DisconnectReason.HandshakeTimeout, now);
                break;
            default:
                GatewayLost();
                Lost(DisconnectReason.Silence, now);
                break;
        }
    }

    // The message is given up.
    private void Reject(int record)
    {
        int token = _outbox.Remove(record);
        _counters.PublishesRejected++;
        _handler.OnPublishDropped(token);
    }

    private bool HasTopicId(int record, out TopicIdType type, out int topicId)
    {
        int offset = Outbox.TopicOffset(record);
        int length = _outbox.TopicLength(record);
        type = _topics.TypeOf(_outbox.Bytes, offset, length, out topicId);
        if (type != TopicIdType.Normal)
        {
            return true;
        }

        int entry = _topics.Table.FindName(_outbox.Bytes, offset, length);
        topicId = entry == TopicTable.None ? 0 : _topics.Table.Id(entry);
        return entry != TopicTable.None && _topics.Table.IsFresh(entry);
    }

    // Hands over what was written at the beginning of the buffer; false when the link has no room.
    private bool Send(int bytes, long now)
    {
        if (!_link.Send(_buffer, 0, bytes, _options.IsLinkReliable))
        {
            _isBlocked = true;
            return false;
        }

        _lastSent = now;
        return true;
    }

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
                int flags = (will != null || _isWillDeleted ? Flags.Will : 0) | (IsCleanConnect ? Flags.CleanSession : 0);
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

    // A client that wakes keeps its session whatever the options say.
    private bool IsCleanConnect =>
        !_isWaking && (_options.CleanSession || (!_hasConnected && _options.Store == null));
}
