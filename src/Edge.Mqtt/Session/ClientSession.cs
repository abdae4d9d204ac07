namespace Edge.Mqtt;

/// <summary>The client's role: CONNECT first, then messages and subscriptions, pings in the silence.</summary>
internal sealed class ClientSession : Session
{
    private readonly MqttClientOptions _options;
    private IClientHandler _handler;
    private readonly Subscriptions _subscriptions;
    private readonly PacketPieces _pieces = new PacketPieces();
    private bool _isConnectDue;
    private bool _isDisconnectDue;
    private bool _hasConnected;

    internal ClientSession(MqttClientOptions options, IClientHandler handler)
        : base(handler, options.ReceiveBytes, options.ReceiveBytes, options.SendBytes, options.HeldMax, options.InboundMax,
            options.AnswerTimeoutMs)
    {
        _options = options;
        _handler = handler;
        _subscriptions = new Subscriptions(options.SubscriptionsMax);
        SessionState state = new SessionState(
            options.LogBytes, options.InFlightMax, options.InboundMax, options.WhenFull, options.Store, options.StoresMessages);
        state.Sender.Counters = Counters;
        state.Sender.Identifiers.Subscriptions = _subscriptions;
        State = state;
        PayloadReceiver = options.PayloadReceiver;
    }

    // The server's last answer to a CONNECT.
    internal ConnectReturnCode ReturnCode { get; private set; }

    private protected override bool TakesLargeMessages => true;

    internal void Attach(IClientHandler handler)
    {
        base.Attach(handler);
        _handler = handler;
    }

    // The stream is open: CONNECT goes first (3.1.0-1).
    internal void Begin(long now)
    {
        BeginConnection();
        _pieces.Abandon();
        _isConnectDue = true;
        KeepAlive.BeginClient(0, now);
    }

    internal bool Subscribe(TopicFilter filter, QualityOfService qualityOfService)
    {
        ComposeSoon();
        return _subscriptions.Add(filter, qualityOfService);
    }

    internal bool Unsubscribe(TopicFilter filter)
    {
        ComposeSoon();
        return _subscriptions.Remove(filter);
    }

    // Says goodbye after what was published before and fits the window; acknowledgements are not waited for.
    internal void Disconnect()
    {
        _isDisconnectDue = true;
        ComposeSoon();
    }

    private protected override int AnswerBytes(PacketType type, int remainingLength) => 0;

    private protected override Violation OnPacket(
        PacketType type, byte[] buffer, int offset, int remainingLength, long now)
    {
        if (!IsConnected)
        {
            return type == PacketType.Connack ? OnConnack(buffer, offset, remainingLength, now) : Violation.FirstPacket;
        }

        switch (type)
        {
            case PacketType.Suback:
                return OnSuback(buffer, offset, remainingLength);
            case PacketType.Unsuback:
                return OnUnsuback(buffer, offset, remainingLength);
            case PacketType.Pingresp:
                KeepAlive.Answered();
                return ShortPacket.CheckEmpty(remainingLength);
            case PacketType.Connack:
                return Violation.RepeatedHandshake;
            default:
                return Violation.WrongDirection;
        }
    }

    private protected override bool ComposeControl(long now)
    {
        if (_isConnectDue)
        {
            ConnectWriter.Begin(_pieces, _options, _options.CleanSession);
            _isConnectDue = false;
            KeepAlive.AwaitAnswer(now);
        }

        if (_pieces.BytesLeft > 0 && !ComposePieces())
        {
            return false;
        }

        if (!IsConnected)
        {
            return true;
        }

        while (_subscriptions.IsDue)
        {
            // A request that fits the buffer leaves whole; a larger one begins in an empty buffer.
            int index = _subscriptions.NextDue();
            bool isSubscribe = _subscriptions.IsToSubscribe(index);
            byte[] filter = _subscriptions.Filter(index).Utf8Bytes;
            int packetBytes = TopicFilterList.PacketBytes(filter.Length, isSubscribe);
            if (packetBytes > SendBytes.Length ? SendEnd > 0 : packetBytes > SendRoom)
            {
                ComposeSoon();
                break;
            }

            int identifier = State!.Sender.Identifiers.Next();
            TopicFilterList.Begin(_pieces, isSubscribe, identifier, filter, _subscriptions.QualityOfService(index));
            _subscriptions.Requested(index, identifier);
            if (!ComposePieces())
            {
                return false;
            }
        }

        if (SendRoom < 2)
        {
            ComposeSoon();
        }
        else if (_isDisconnectDue && State!.Sender.Next == RecordLog.None)
        {
            _isDisconnectDue = false;
            ComposeAcknowledgements();
            if (SendRoom >= 2)
            {
                WriteEmpty(PacketType.Disconnect);
            }

            End(DisconnectReason.Requested, true);
        }
        else if (_isDisconnectDue)
        {
            // Behind the messages that are written next.
            ComposeSoon();
        }
        else if (KeepAlive.IsPingDue)
        {
            WriteEmpty(PacketType.Pingreq);
            KeepAlive.AwaitAnswer(now);
        }

        return true;
    }

    private bool ComposePieces()
    {
        byte[] bytes = SendBytes;
        Wrote(_pieces.Write(bytes, SendEnd, bytes.Length));
        IsInPieces = _pieces.BytesLeft > 0;
        if (IsInPieces)
        {
            ComposeSoon();
        }

        return !IsInPieces;
    }

    private Violation OnConnack(byte[] buffer, int offset, int remainingLength, long now)
    {
        Violation violation = ConnackPacket.Read(
            buffer, offset, remainingLength, _options.CleanSession, out bool isSessionPresent, out ConnectReturnCode code);
        if (violation != Violation.None)
        {
            return violation;
        }

        ReturnCode = code;
        if (code != ConnectReturnCode.Accepted)
        {
            End(DisconnectReason.Refused, false);
            return Violation.None;
        }

        KeepAlive.BeginClient(_options.KeepAliveSeconds, now);
        BeginSession(isSessionPresent);
        _subscriptions.Restart(isSessionPresent);
        IsConnected = true;
        ComposeSoon();
        Counters.Connections++;
        _handler.OnConnected(isSessionPresent);
        return Violation.None;
    }

    private Violation OnSuback(byte[] buffer, int offset, int remainingLength)
    {
        Violation violation = SubackPacket.Read(buffer, offset, remainingLength, out int identifier);
        if (violation != Violation.None)
        {
            return violation;
        }

        // One filter is asked for at a time, so one code comes back.
        if (remainingLength != 3)
        {
            return Violation.SubackCount;
        }

        int code = buffer[offset + 2];
        int index = _subscriptions.Answered(identifier, true);
        if (index < 0)
        {
            Counters.UnexpectedAcknowledgements++;
            return Violation.None;
        }

        _handler.OnSubscribed(_subscriptions.Filter(index), code != 0x80, (QualityOfService)(code & 3));
        return Violation.None;
    }

    private void BeginSession(bool isSessionPresent)
    {
        SessionState state = State!;
        if (_options.CleanSession)
        {
            state.BeginClean(_handler);
        }
        else
        {
            state.Resume(isSessionPresent);
        }

        if (!_hasConnected)
        {
            // What an earlier life of this side had under way, the server may remember better than this side does.
            state.Sender.IsPeerOlder = true;
            _hasConnected = true;
        }

        // A server without the session remembers nothing.
        state.Sender.IsPeerOlder &= isSessionPresent;
    }

    private Violation OnUnsuback(byte[] buffer, int offset, int remainingLength)
    {
        Violation violation = ShortPacket.Read(buffer, offset, remainingLength, out int identifier);
        if (violation != Violation.None)
        {
            return violation;
        }

        int index = _subscriptions.Answered(identifier, false);
        if (index < 0)
        {
            Counters.UnexpectedAcknowledgements++;
        }
        else
        {
            _handler.OnUnsubscribed(_subscriptions.Filter(index));
        }

        return Violation.None;
    }
}
