namespace Edge.MqttSn.Tests.Simulation;

// Messages of both directions, one of QoS 1 or 2 at a time.
internal sealed partial class Gateway
{
    private readonly HashSet<int> _inbound = [];

    // When a message id was released: a late copy of its PUBLISH is no new message.
    private readonly Dictionary<int, long> _released = [];

    private readonly List<Outbound> _queue = [];
    private int _lastMsgId;
    private int _registerMsgId;
    private bool _isAwaiting;
    private long _sentAt = -RetryMs;

    /// <summary>Messages for the client that it has not acknowledged.</summary>
    public int Queued => _queue.Count;

    /// <summary>Messages repeated.</summary>
    public int Resent { get; private set; }

    private long RetryDue { get; set; } = Deadline.Never;

    private bool IsListening => Client is State.Active or State.Awake;

    /// <summary>Queues a message if the client is subscribed and its session is kept.</summary>
    public bool Publish(string topic, QualityOfService qualityOfService, byte[] payload)
    {
        byte[] name = new Topic(topic).Utf8Bytes;
        bool isTaken = _subscriptions.Any(filter => filter.Matches(name, 0, name.Length));
        if (isTaken)
        {
            _queue.Add(new Outbound(topic, qualityOfService, payload));
            Pump();
        }

        return isTaken;
    }

    private void OnMessages(MessageType type)
    {
        int msgId = _message.MsgId;
        switch (type)
        {
            case MessageType.Publish:
                OnPublish();
                break;
            case MessageType.Pubrel:
                if (_inbound.Remove(msgId))
                {
                    _released[msgId] = world.Now;
                }

                Send(MessageWriter.MsgIdOnly(_out, 0, MessageType.Pubcomp, msgId));
                break;
            case MessageType.Puback:
                OnPuback();
                break;
            case MessageType.Pubrec:
                if (Awaited(msgId) is { QualityOfService: QualityOfService.ExactlyOnce } received)
                {
                    received.IsReleased = true;
                    Await();
                }

                Send(MessageWriter.MsgIdOnly(_out, 0, MessageType.Pubrel, msgId));
                break;
            case MessageType.Pubcomp:
                if (Awaited(msgId) is { IsReleased: true })
                {
                    EndFirst();
                }

                break;
            default:
                break;
        }
    }

    private void OnPublish()
    {
        int qualityOfService = _message.QualityOfService;
        int msgId = _message.MsgId;
        PublishesWhileAsleep += Client is State.Asleep && qualityOfService > 0 ? 1 : 0;
        if (qualityOfService >= 0 && IsCongested && !_inbound.Contains(msgId))
        {
            Send(MessageWriter.TopicAnswer(_out, 0, MessageType.Puback, _message.TopicId, msgId, ReturnCode.Congestion));
            return;
        }

        string? topic = TopicOfPublish();
        if (topic == null)
        {
            Send(MessageWriter.TopicAnswer(
                _out, 0, MessageType.Puback, _message.TopicId, msgId, ReturnCode.InvalidTopicId));
            return;
        }

        bool isKnown = _inbound.Contains(msgId)
            || (_released.TryGetValue(msgId, out long at) && world.Now - at < Air.DelayMsMax);
        if (qualityOfService < 2 || !isKnown)
        {
            world.Up.Arrive(
                topic,
                (QualityOfService)Math.Max(0, qualityOfService),
                _message.Buffer.AsSpan(_message.RestOffset, _message.RestLength));
        }

        if (qualityOfService == 1)
        {
            Send(MessageWriter.TopicAnswer(_out, 0, MessageType.Puback, _message.TopicId, msgId, ReturnCode.Accepted));
        }
        else if (qualityOfService == 2)
        {
            _inbound.Add(msgId);
            Send(MessageWriter.MsgIdOnly(_out, 0, MessageType.Pubrec, msgId));
        }
    }

    private void OnPuback()
    {
        if (_message.ReturnCode == ReturnCode.InvalidTopicId)
        {
            // The client knows nothing of this id: it is told, and then gets the message again.
            Refusals++;
            _known.Remove(_message.TopicId);
            if (Awaited(_message.MsgId) != null)
            {
                _isAwaiting = false;
            }
        }
        else if (_message.ReturnCode != ReturnCode.Accepted)
        {
            world.Fail($"the client refuses a message: {_message.ReturnCode}");
        }
        else if (Awaited(_message.MsgId) is { QualityOfService: QualityOfService.AtLeastOnce })
        {
            EndFirst();
        }
    }

    private void OnRegack()
    {
        if (_message.MsgId != _registerMsgId || _registerMsgId == 0)
        {
            return;
        }

        if (_message.ReturnCode != ReturnCode.Accepted)
        {
            world.Fail($"the client refuses a topic: {_message.ReturnCode}");
        }

        _registerMsgId = 0;
        _known.Add(_message.TopicId);
        _isAwaiting = false;
        RetryDue = Deadline.Never;
    }

    private Outbound? Awaited(int msgId) =>
        _queue.Count > 0 && _queue[0].MsgId == msgId && msgId != 0 && _queue[0].QualityOfService > 0 ? _queue[0] : null;

    private void EndFirst()
    {
        _queue.RemoveAt(0);
        _isAwaiting = false;
        RetryDue = Deadline.Never;
    }

    // Sends what may be sent; to a client that has woken up, in the end that there is no more.
    private void Pump()
    {
        while (IsListening && !_isAwaiting && _queue.Count > 0)
        {
            SendFirst(_queue[0]);
        }

        if (Client == State.Awake && _queue.Count == 0)
        {
            Client = State.Asleep;
            _silentSince = world.Now;
            Wakings++;
            Send(MessageWriter.Empty(_out, 0, MessageType.Pingresp));
        }
    }

    private void SendFirst(Outbound first)
    {
        if (first.IsReleased)
        {
            Send(MessageWriter.MsgIdOnly(_out, 0, MessageType.Pubrel, first.MsgId));
            Await();
        }
        else if (!IsAddressed(first.Topic, out TopicIdType type, out int id))
        {
            byte[] name = new Topic(first.Topic).Utf8Bytes;
            _registerMsgId = _registerMsgId == 0 ? NextMsgId() : _registerMsgId;
            Registrations++;
            Send(MessageWriter.Register(_out, 0, id, _registerMsgId, name, 0, name.Length));
            Await();
        }
        else if (first.QualityOfService == QualityOfService.AtMostOnce)
        {
            Send(MessageWriter.Publish(_out, 0, (int)type, id, 0, first.Payload, 0, first.Payload.Length));
            _queue.RemoveAt(0);
        }
        else if (first.MsgId != 0 && world.Now < _sentAt + RetryMs)
        {
            // A copy may still be on its way, which must not come behind the end of the handshake.
            _isAwaiting = true;
            RetryDue = _sentAt + RetryMs;
        }
        else
        {
            int flags = Flags.OfQualityOfService((int)first.QualityOfService) | (int)type;
            flags |= first.MsgId != 0 ? Flags.Dup : 0;
            Resent += first.MsgId != 0 ? 1 : 0;
            first.MsgId = first.MsgId == 0 ? NextMsgId() : first.MsgId;
            _sentAt = world.Now;
            Send(MessageWriter.Publish(_out, 0, flags, id, first.MsgId, first.Payload, 0, first.Payload.Length));
            Await();
        }
    }

    private void Await()
    {
        _isAwaiting = true;
        RetryDue = world.Now + RetryMs;
    }

    private void Resend()
    {
        if (world.Now >= RetryDue)
        {
            RetryDue = Deadline.Never;
            _isAwaiting = false;
            Pump();
        }
    }

    // The connection is over, or a new one begins: what was not answered is sent again.
    private void Interrupt()
    {
        _isAwaiting = false;
        _registerMsgId = 0;
        RetryDue = Deadline.Never;
    }

    private void ForgetMessages()
    {
        foreach (Outbound message in _queue)
        {
            world.Down.Settle(Ledger.Number(message.Payload), false);
        }

        _queue.Clear();
        _inbound.Clear();
        Interrupt();
    }

    private int NextMsgId() => _lastMsgId = (_lastMsgId % 65_535) + 1;

    private sealed class Outbound(string topic, QualityOfService qualityOfService, byte[] payload)
    {
        public string Topic => topic;

        public QualityOfService QualityOfService => qualityOfService;

        public byte[] Payload => payload;

        public int MsgId { get; set; }

        public bool IsReleased { get; set; }

    }
}
