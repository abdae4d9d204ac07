namespace Edge.MqttSn;

// The way out: what is next, one request at a time, and messages that need no answer.
public sealed partial class ClientSession
{
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
        int fieldBytes = MessageWriter.PublishFieldBytes + _outbox.PayloadLength(record);
        if (_options.Store != null && MessageHeader.MessageBytes(fieldBytes) > _buffer.Length)
        {
            // It was kept when messages were allowed to be longer.
            Reject(record);
            return true;
        }

        if (!HasTopicId(record, out _, out _))
        {
            int entry = _topics.Table.Add(
                _outbox.Bytes, Outbox.TopicOffset(record), _outbox.TopicLength(record), true);
            if (entry == TopicTable.None)
            {
                // As topics were.
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
}
