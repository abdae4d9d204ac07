namespace Edge.MqttSn;

// What the gateway answers to the request under way.
public sealed partial class ClientSession
{
    // A message of which the gateway has said this often in a row that its topic id is invalid is given up.
    private const int ReregistrationsMax = 3;

    private int _reregistrations;

    // False when nothing waits for it.
    private bool OnAnswer(MessageFromGateway message, long now)
    {
        switch (message.Type)
        {
            case MessageType.Puback:
                return OnPuback(message, now);
            case MessageType.Pubrec:
                return IsPublishAwaited(message.MsgId) && OnPubrec();
            case MessageType.Pubcomp:
                return IsAwaited(MessageType.Pubrel, message.MsgId) && OnAcknowledged();
            case MessageType.Regack:
                return IsAwaited(MessageType.Register, message.MsgId) && OnRegack(message, now);
            case MessageType.Suback:
                return IsAwaited(MessageType.Subscribe, message.MsgId) && OnSuback(message, now);
            case MessageType.Unsuback:
                return IsAwaited(MessageType.Unsubscribe, message.MsgId) && OnUnsuback();
            case MessageType.Pingresp:
                return IsAwaited(MessageType.Pingreq, 0) && OnPingresp(now);
            case MessageType.WillTopicResp:
                return IsAwaited(MessageType.WillTopicUpd, 0) && OnWillResp(message.ReturnCode, MessageType.WillMsgUpd);
            case MessageType.WillMsgResp:
                return IsAwaited(MessageType.WillMsgUpd, 0) && OnWillResp(message.ReturnCode, MessageType.None);
            default:
                return false;
        }
    }

    private bool IsAwaited(MessageType request, int msgId) => _request == request && _requestMsgId == msgId;

    // A message that was not sent yet may have been dropped meanwhile.
    private bool IsPublishAwaited(int msgId) =>
        IsAwaited(MessageType.Publish, msgId) && _outbox.First != RecordLog.None && _outbox.MsgId(_outbox.First) == msgId;

    private bool OnPuback(MessageFromGateway message, long now)
    {
        if (message.ReturnCode == ReturnCode.Accepted)
        {
            return IsPublishAwaited(message.MsgId)
                && _outbox.QualityOfService(_outbox.First) == 1 && OnAcknowledged();
        }

        if (!IsPublishAwaited(message.MsgId))
        {
            return message.MsgId == 0 && OnRefusedUnanswered(message, now);
        }

        int record = _outbox.First;
        _request = MessageType.None;
        switch (message.ReturnCode)
        {
            case ReturnCode.Congestion:
                Pause(now);
                break;
            case ReturnCode.InvalidTopicId:
                HasTopicId(record, out TopicIdType type, out int topicId);
                if (type != TopicIdType.Normal || ++_reregistrations > ReregistrationsMax)
                {
                    _reregistrations = 0;
                    Reject(record);
                    return true;
                }

                _topics.Table.Forget(topicId);
                _counters.Reregistrations++;
                break;
            default:
                Reject(record);
                return true;
        }

        // It was not taken: it goes once more, as a new one.
        _outbox.SetState(record, Outbox.StateWaiting);
        return true;
    }

    // A message of QoS 0 was refused, and is gone; the next one fares better.
    private bool OnRefusedUnanswered(MessageFromGateway message, long now)
    {
        if (message.ReturnCode == ReturnCode.Congestion)
        {
            Pause(now);
        }
        else if (message.ReturnCode == ReturnCode.InvalidTopicId)
        {
            _topics.Table.Forget(message.TopicId);
            _counters.Reregistrations++;
        }

        return true;
    }

    private bool OnPubrec()
    {
        int record = _outbox.First;
        // A store that cannot keep it: the PUBLISH is sent again, and the store is asked again.
        if (_outbox.QualityOfService(record) == 2 && _outbox.Release(record))
        {
            _request = MessageType.None;
            return true;
        }

        return false;
    }

    private bool OnAcknowledged()
    {
        int token = _outbox.Remove(_outbox.First);
        _request = MessageType.None;
        _reregistrations = 0;
        _counters.PublishesAcknowledged++;
        _handler.OnPublishAcknowledged(token);
        return true;
    }

    private bool OnRegack(MessageFromGateway message, long now)
    {
        int entry = _requestIndex;
        _request = MessageType.None;
        switch (message.ReturnCode)
        {
            case ReturnCode.Accepted:
                _topics.Table.Assign(entry, message.TopicId);
                return true;
            case ReturnCode.Congestion:
                Pause(now);
                return true;
            default:
                // Messages of a topic that the gateway does not take can never leave.
                int record = _outbox.First;
                bool isFirst = record != RecordLog.None && _topics.Table.FindName(
                    _outbox.Bytes, Outbox.TopicOffset(record), _outbox.TopicLength(record)) == entry;
                _topics.Table.Remove(entry);
                if (isFirst)
                {
                    Reject(record);
                }

                return true;
        }
    }

    private bool OnSuback(MessageFromGateway message, long now)
    {
        int index = _requestIndex;
        TopicFilter filter = _subscriptions.Filter(index);
        _request = MessageType.None;
        if (message.ReturnCode == ReturnCode.Congestion)
        {
            Pause(now);
            return true;
        }

        bool isGranted = message.ReturnCode == ReturnCode.Accepted;
        byte[] name = filter.Utf8Bytes;
        if (isGranted && message.TopicId != 0 && message.TopicId != 0xFFFF && Topic.IsValid(name, 0, name.Length)
            && _topics.TypeOf(name, 0, name.Length, out _) == TopicIdType.Normal)
        {
            int entry = _topics.Table.Add(name, 0, name.Length, true);
            if (entry != TopicTable.None)
            {
                _topics.Table.Assign(entry, message.TopicId);
            }
        }

        if (_subscriptions.IsToSubscribe(index))
        {
            _subscriptions.Answered(index, true);
        }

        _handler.OnSubscribed(filter, isGranted, (QualityOfService)message.QualityOfService);
        return true;
    }

    private bool OnUnsuback()
    {
        int index = _requestIndex;
        _request = MessageType.None;
        if (_subscriptions.IsToUnsubscribe(index))
        {
            _subscriptions.Answered(index, false);
        }

        _handler.OnUnsubscribed(_subscriptions.Filter(index));
        return true;
    }

    private bool OnPingresp(long now)
    {
        _request = MessageType.None;
        if (_phase == ClientPhase.Awake)
        {
            FallAsleep(now);
        }

        return true;
    }

    private bool OnWillResp(ReturnCode code, MessageType next)
    {
        // 6.4: a gateway may be unable to; then the new will holds from the next connection on.
        _counters.WillUpdatesRefused += code == ReturnCode.Accepted ? 0 : 1;
        _willStep = code == ReturnCode.Accepted && _options.Will != null ? next : MessageType.None;
        _request = MessageType.None;
        return true;
    }

    private void Pause(long now)
    {
        _counters.Congestions++;
        _pausedUntil = now + _options.CongestionWaitMs;
    }
}
