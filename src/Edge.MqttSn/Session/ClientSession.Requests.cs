namespace Edge.MqttSn;

// The request under way: sent, sent again, given up.
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
}
