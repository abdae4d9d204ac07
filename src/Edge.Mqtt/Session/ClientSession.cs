namespace Edge.Mqtt;

/// <summary>The client's role: CONNECT first, then messages and subscriptions, pings in the silence.</summary>
internal sealed class ClientSession : Session
{
    private readonly MqttClientOptions _options;
    private readonly IMqttHandler _handler;
    private readonly Subscriptions _subscriptions;
    private bool _isConnectDue;
    private bool _isDisconnectDue;
    private bool _isCleanSession;
    private int _lastIdentifier;

    internal ClientSession(MqttClientOptions options, IMqttHandler handler)
        : base(handler, options.ReceiveBytes, options.ReceiveBytes, options.SendBytes, options.LogBytes,
            options.InFlightMax, options.HeldMax, options.AnswerTimeoutMs)
    {
        _options = options;
        _handler = handler;
        _subscriptions = new Subscriptions(options.SubscriptionsMax);
        Identifiers = new PacketIdentifiers(Sender, _subscriptions);
    }

    // The server's last answer to a CONNECT.
    internal ConnectReturnCode ReturnCode { get; private set; }

    private protected override PacketIdentifiers Identifiers { get; }

    // The stream is open: CONNECT goes first (3.1.0-1).
    internal void Begin(long now)
    {
        BeginConnection();
        // A session of an earlier life may go on: with QoS 0 and 1 no identifier that the server still knows can swallow
        // a new message (4.3.2-2), and what it has kept for this client is delivered.
        _isCleanSession = _options.CleanSession;
        _isConnectDue = true;
        _isDisconnectDue = false;
        KeepAlive.BeginClient(0, now);
    }

    internal bool Subscribe(TopicFilter filter, QualityOfService qualityOfService) =>
        _subscriptions.Add(filter, qualityOfService);

    internal bool Unsubscribe(TopicFilter filter) => _subscriptions.Remove(filter);

    // Says goodbye after what was published before and fits the window; acknowledgements are not waited for.
    internal void Disconnect() => _isDisconnectDue = true;

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
                if (remainingLength != 2)
                {
                    return Violation.PacketLength;
                }

                if (_subscriptions.Answered(Field.ReadUInt16(buffer, offset), false) < 0)
                {
                    Counters.UnexpectedAcknowledgements++;
                }

                return Violation.None;
            case PacketType.Pingresp:
                KeepAlive.Answered();
                return remainingLength == 0 ? Violation.None : Violation.PacketLength;
            case PacketType.Connack:
                return Violation.RepeatedHandshake;
            default:
                return Violation.WrongDirection;
        }
    }

    private protected override void ComposeControl(long now)
    {
        if (_isConnectDue)
        {
            // The buffer is empty and was checked to be large enough when the client was made.
            Wrote(ConnectPacket.Write(SendBytes, SendEnd, _options, _isCleanSession));
            _isConnectDue = false;
            KeepAlive.AwaitAnswer();
            return;
        }

        if (!IsConnected)
        {
            return;
        }

        while (_subscriptions.IsDue && ComposeSubscription())
        {
        }

        if (_isDisconnectDue && SendRoom >= 2 && Sender.NextPacketBytes == 0)
        {
            _isDisconnectDue = false;
            WriteEmpty(PacketType.Disconnect);
            End(DisconnectReason.Requested, true);
        }
        else if (SendRoom >= 2 && KeepAlive.IsPingDue(now))
        {
            WriteEmpty(PacketType.Pingreq);
            KeepAlive.AwaitAnswer();
        }
    }

    private bool ComposeSubscription()
    {
        int index = _subscriptions.NextDue();
        bool isSubscribe = _subscriptions.IsToSubscribe(index);
        byte[] filter = _subscriptions.Filter(index).Utf8Bytes;
        if (TopicFilterList.PacketBytes(filter.Length, isSubscribe) > SendRoom)
        {
            return false;
        }

        _lastIdentifier = Identifiers.Next(_lastIdentifier);
        Wrote(TopicFilterList.WritePacket(
            SendBytes, SendEnd, isSubscribe, _lastIdentifier, filter, _subscriptions.QualityOfService(index)));
        _subscriptions.Requested(index, _lastIdentifier);
        return true;
    }

    private Violation OnConnack(byte[] buffer, int offset, int remainingLength, long now)
    {
        if (remainingLength != 2)
        {
            return Violation.PacketLength;
        }

        int flags = buffer[offset];
        int code = buffer[offset + 1];
        bool isSessionPresent = flags == 1;
        if (flags > 1 || code > (int)ConnectReturnCode.NotAuthorized
            || (isSessionPresent && (code != 0 || _isCleanSession)))
        {
            return Violation.ConnackFlags;
        }

        ReturnCode = (ConnectReturnCode)code;
        if (code != 0)
        {
            End(DisconnectReason.Refused, false);
            return Violation.None;
        }

        KeepAlive.BeginClient(_options.KeepAliveSeconds, now);
        Sender.Restart(_isCleanSession);
        _subscriptions.Restart(isSessionPresent);
        IsConnected = true;
        Counters.Connections++;
        _handler.OnConnected(isSessionPresent);
        return Violation.None;
    }

    private Violation OnSuback(byte[] buffer, int offset, int remainingLength)
    {
        // One filter is asked for at a time, so one code comes back.
        if (remainingLength != 3)
        {
            return Violation.PacketLength;
        }

        int code = buffer[offset + 2];
        if (code > 2 && code != 0x80)
        {
            return Violation.SubackCode;
        }

        int index = _subscriptions.Answered(Field.ReadUInt16(buffer, offset), true);
        if (index < 0)
        {
            Counters.UnexpectedAcknowledgements++;
            return Violation.None;
        }

        _handler.OnSubscribed(_subscriptions.Filter(index), code != 0x80, (QualityOfService)(code & 3));
        return Violation.None;
    }
}
