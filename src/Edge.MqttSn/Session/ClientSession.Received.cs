namespace Edge.MqttSn;

// The way in: what a datagram means, and the answer to it.
public sealed partial class ClientSession
{
    // Bytes of the longest answer: PUBACK or REGACK.
    private const int AnswerBytesMax = 8;

    private readonly MessageFromGateway _message = new MessageFromGateway();
    private readonly ReceivedPublish _publish = new ReceivedPublish();
    private readonly byte[] _answer = new byte[AnswerBytesMax];

    // An answer that the link had no room for: nothing is read before it has left.
    private int _answerBytes;

    private void Received(byte[] buffer, int offset, int count, long now)
    {
        MessageFromGateway message = _message;
        Violation violation = message.Read(buffer, offset, count);
        if (violation != Violation.None)
        {
            _counters.Violations++;
            LastViolation = violation;
            return;
        }

        _lastReceived = now;
        bool isUnderstood = _phase == ClientPhase.Connecting ? OnHandshake(message, now)
            : _phase < ClientPhase.Connecting ? OnDiscovery(message, now)
            : OnConnected(message, now);
        if (!isUnderstood)
        {
            _counters.Ignored++;
            return;
        }

        if (_phase == ClientPhase.Awake && _request != MessageType.None && !_isRequestToSend)
        {
            // 6.14: whatever the gateway sends puts the answer off.
            _resends = 0;
            _requestDue = now + _answerMs;
        }
    }

    private bool OnHandshake(MessageFromGateway message, long now)
    {
        switch (message.Type)
        {
            case MessageType.WillTopicReq:
                Continue(MessageType.WillTopic);
                return true;
            case MessageType.WillMsgReq:
                Continue(MessageType.WillMsg);
                return true;
            case MessageType.Connack when IsConnackAwaited || message.ReturnCode != ReturnCode.Accepted:
                OnConnack(message.ReturnCode, now);
                return true;
            case MessageType.Disconnect when _request == MessageType.Disconnect:
                _hasForgotten = true;
                Connect(now);
                return true;
            default:
                // A DISCONNECT to anything else answers something older.
                return false;
        }
    }

    // A copy of an older CONNACK comes before the will was asked for. A gateway that never asks is believed in the end.
    private bool IsConnackAwaited => _request != MessageType.Disconnect
        && (_request != MessageType.Connect || !IsWillAnnounced || _resends > 0 || _options.IsLinkReliable);

    private void OnConnack(ReturnCode code, long now)
    {
        ReturnCode = code;
        if (code != ReturnCode.Accepted)
        {
            _counters.Congestions += code == ReturnCode.Congestion ? 1 : 0;
            Lost(DisconnectReason.Refused, now);
            return;
        }

        if (!_hasForgotten)
        {
            // A clean session ends with its connection.
            Begin(MessageType.Disconnect, 0, 0, now);
            return;
        }

        bool isClean = IsCleanConnect;
        bool wasAsleep = _isWaking;
        _request = MessageType.None;
        _phase = ClientPhase.Active;
        _isWaking = false;
        _connectedAt = now;
        _lastReceived = now;
        _topics.Table.Restart(isClean);
        _subscriptions.Restart();
        if (isClean)
        {
            _inbox.Clear();
        }

        _counters.Connections++;
        if (!wasAsleep)
        {
            _handler.OnConnected(false);
        }
    }

    private bool OnConnected(MessageFromGateway message, long now)
    {
        switch (message.Type)
        {
            case MessageType.Publish:
                return OnPublish(message, now);
            case MessageType.Pubrel:
                return !_inbox.Release(message.MsgId)
                    || Answer(MessageWriter.MsgIdOnly(_answer, 0, MessageType.Pubcomp, message.MsgId), now);
            case MessageType.Register:
                return OnRegister(message, now);
            case MessageType.Pingreq:
                return Answer(MessageWriter.Empty(_answer, 0, MessageType.Pingresp), now);
            case MessageType.Disconnect:
                return OnDisconnect(now);
            default:
                return OnAnswer(message, now);
        }
    }

    private bool OnPublish(MessageFromGateway message, long now)
    {
        _counters.PublishesReceived++;
        if (!_topics.Resolve(message))
        {
            _counters.UnknownTopicIds++;
            return Answer(
                MessageWriter.TopicAnswer(
                    _answer, 0, MessageType.Puback, message.TopicId, message.MsgId, ReturnCode.InvalidTopicId), now);
        }

        int qualityOfService = message.QualityOfService;
        if (qualityOfService == 0)
        {
            _publish.Show(message, _topics, 0);
            _handler.OnPublishReceived(_publish);
            return true;
        }

        bool isExactlyOnce = qualityOfService == 2;
        if (_inbox.IsHolding)
        {
            // The owner has it still, or another one, for which it has to wait (6.6).
            return false;
        }

        if (!_inbox.Hold(message.MsgId, message.TopicId, isExactlyOnce))
        {
            _counters.DuplicatesSuppressed++;
        }
        else
        {
            int delivery = _inbox.HeldDelivery;
            _publish.Show(message, _topics, delivery);
            if (_handler.OnPublishReceived(_publish))
            {
                _inbox.Take(delivery);
            }
        }

        SendAnswers(now);
        return true;
    }

    // 6.10: the gateway tells which id the next message will have.
    private bool OnRegister(MessageFromGateway message, long now)
    {
        TopicTable table = _topics.Table;
        int entry = table.Add(message.Buffer, message.RestOffset, message.RestLength, false);
        ReturnCode code = ReturnCode.Accepted;
        if (entry != TopicTable.None)
        {
            table.Assign(entry, message.TopicId);
        }
        else
        {
            _counters.RegistrationsRefused++;
            code = message.RestLength > _options.TopicBytesMax ? ReturnCode.NotSupported : ReturnCode.Congestion;
        }

        return Answer(
            MessageWriter.TopicAnswer(_answer, 0, MessageType.Regack, message.TopicId, message.MsgId, code), now);
    }

    private bool OnDisconnect(long now)
    {
        switch (_phase)
        {
            case ClientPhase.FallingAsleep:
                FallAsleep(now);
                return true;
            case ClientPhase.Asleep:
                // The answer to the DISCONNECT came twice.
                return false;
            default:
                // Asked for, or the gateway does not know this client any more: then it connects again.
                Lost(DisconnectReason.Requested, now);
                return true;
        }
    }

    // The acknowledgement that the owner has made possible, and what had no room before; false while there is none.
    private bool SendAnswers(long now)
    {
        if (_answerBytes > 0 && !Answer(_answerBytes, now))
        {
            return false;
        }

        if (!_inbox.IsAnswerDue)
        {
            return true;
        }

        if (!_inbox.Keep())
        {
            // The gateway sends the message again, and then the store is asked again.
            _inbox.LetGo();
            return true;
        }

        int msgId = _inbox.HeldMsgId;
        int bytes = _inbox.IsHeldExactlyOnce
            ? MessageWriter.MsgIdOnly(_answer, 0, MessageType.Pubrec, msgId)
            : MessageWriter.TopicAnswer(
                _answer, 0, MessageType.Puback, _inbox.HeldTopicId, msgId, ReturnCode.Accepted);
        _inbox.LetGo();
        return Answer(bytes, now);
    }

    // Sends what was written as an answer, now or when the link has room; false in the second case.
    private bool Answer(int bytes, long now)
    {
        if (!_link.Send(_answer, 0, bytes, _options.IsLinkReliable))
        {
            _answerBytes = bytes;
            _isBlocked = true;
            return false;
        }

        _answerBytes = 0;
        _lastSent = now;
        return true;
    }
}
