namespace Edge.Mqtt;

/// <summary>The server's role towards one client: waits for CONNECT, answers subscriptions and pings, closes on silence.
/// The session lasts as long as the connection.</summary>
internal sealed class ServerSession : Session
{
    private readonly MqttServerOptions _options;
    private readonly IMqttServerHandler _handler;
    private readonly ConnectPacket _connect = new ConnectPacket();
    private long _connectDue = Deadline.Never;

    internal ServerSession(MqttServerOptions options, IMqttServerHandler handler)
        : base(handler, options.ReceiveBytes, options.PacketBytesMax, options.SendBytes, options.HeldMax,
            options.InboundMax, 0)
    {
        _options = options;
        _handler = handler;
    }

    // The stream is open: CONNECT has to come in time.
    internal void Begin(long now)
    {
        BeginConnection();
        State = null;
        _connectDue = now + _options.ConnectTimeoutMs;
        KeepAlive.BeginServer(0, now);
    }

    internal override void Check(long now)
    {
        if (now >= _connectDue)
        {
            End(DisconnectReason.HandshakeTimeout, false);
        }

        base.Check(now);
        KeepAlive.LookAt(_connectDue);
    }

    private protected override int AnswerBytes(PacketType type, int remainingLength)
    {
        switch (type)
        {
            case PacketType.Connect:
            case PacketType.Unsubscribe:
                return 4;
            case PacketType.Pingreq:
                return 2;
            case PacketType.Subscribe:
                // A filter takes at least 4 bytes and is answered with one.
                int answerBytes = 7 + (remainingLength >> 2);
                return answerBytes > _options.SendBytes ? _options.SendBytes : answerBytes;
            default:
                return 0;
        }
    }

    private protected override Violation OnPacket(
        PacketType type, byte[] buffer, int offset, int remainingLength, long now)
    {
        if (!IsConnected)
        {
            return type == PacketType.Connect ? OnConnect(buffer, offset, remainingLength, now) : Violation.FirstPacket;
        }

        switch (type)
        {
            case PacketType.Subscribe:
                return OnSubscribe(buffer, offset, remainingLength);
            case PacketType.Unsubscribe:
                return OnUnsubscribe(buffer, offset, remainingLength);
            case PacketType.Pingreq:
                if (remainingLength != 0)
                {
                    return Violation.PacketLength;
                }

                WriteEmpty(PacketType.Pingresp);
                return Violation.None;
            case PacketType.Disconnect:
                // What was answered already is still said.
                ComposeAcknowledgements();
                End(DisconnectReason.Requested, true);
                return remainingLength == 0 ? Violation.None : Violation.PacketLength;
            case PacketType.Connect:
                return Violation.RepeatedHandshake;
            default:
                return Violation.WrongDirection;
        }
    }

    // Whatever a server owes was written when the client asked for it.
    private protected override bool ComposeControl(long now) => true;

    private Violation OnConnect(byte[] buffer, int offset, int remainingLength, long now)
    {
        Violation violation = _connect.Read(buffer, offset, remainingLength);
        if (violation != Violation.None)
        {
            return violation;
        }

        ConnectReturnCode code = ReturnCodeFor(_connect, out SessionState? state, out bool isSessionPresent);
        isSessionPresent &= state != null && !_connect.IsCleanSession && code == ConnectReturnCode.Accepted;
        Wrote(ConnackPacket.Write(SendBytes, SendEnd, isSessionPresent, code));
        _connectDue = Deadline.Never;
        if (code != ConnectReturnCode.Accepted)
        {
            End(DisconnectReason.Refused, true);
            return Violation.None;
        }

        BeginSession(state, isSessionPresent);
        IsConnected = true;
        ComposeSoon();
        Counters.Connections++;
        KeepAlive.BeginServer(_connect.KeepAliveSeconds, now);
        return Violation.None;
    }

    [ColdPath]
    private void BeginSession(SessionState? state, bool isSessionPresent)
    {
        if (state == null)
        {
            state = new SessionState(
                _options.LogBytes, _options.InFlightMax, _options.InboundMax, WhenFull.Refuse, null, false);
        }

        if (isSessionPresent)
        {
            state.Resume(true);
        }
        else
        {
            state.Clear();
        }

        state.Sender.Counters = Counters;
        BeginReceiving(state);
    }

    private ConnectReturnCode ReturnCodeFor(ConnectPacket connect, out SessionState? state, out bool isSessionPresent)
    {
        state = null;
        isSessionPresent = false;
        if (connect.ProtocolLevel != 4)
        {
            return ConnectReturnCode.UnacceptableProtocolVersion;
        }

        // 3.1.3-8: without a name there is no session to come back to.
        bool isNameless = connect.ClientIdLength == 0 && !connect.IsCleanSession;
        return isNameless
            ? ConnectReturnCode.IdentifierRejected
            : _handler.OnConnect(connect, out state, out isSessionPresent);
    }

    [ColdPath]
    private Violation OnSubscribe(byte[] buffer, int offset, int remainingLength)
    {
        Violation violation = TopicFilterList.Check(buffer, offset, remainingLength, true, out int filters);
        if (violation != Violation.None)
        {
            return violation;
        }

        if (SubackPacket.Bytes(filters) > SendRoom)
        {
            End(DisconnectReason.PacketTooLarge, false);
            return Violation.None;
        }

        int end = SubackPacket.WriteHeader(SendBytes, SendEnd, Field.ReadUInt16(buffer, offset), filters);
        // Taken before the handler is asked, because the handler may publish.
        Wrote(end + filters);
        int at = offset + 2;
        for (int i = 0; i < filters; i++)
        {
            int length = Field.ReadUInt16(buffer, at);
            QualityOfService requested = (QualityOfService)buffer[at + 2 + length];
            bool isGranted = _handler.OnSubscribe(
                TopicFilter.FromUtf8(buffer, at + 2, length), requested, out QualityOfService granted);
            SendBytes[end++] = isGranted ? (byte)granted : (byte)SubackPacket.Failure;
            at += 3 + length;
        }

        return Violation.None;
    }

    [ColdPath]
    private Violation OnUnsubscribe(byte[] buffer, int offset, int remainingLength)
    {
        Violation violation = TopicFilterList.Check(buffer, offset, remainingLength, false, out int filters);
        if (violation != Violation.None)
        {
            return violation;
        }

        WriteShort(PacketType.Unsuback, Field.ReadUInt16(buffer, offset));
        int at = offset + 2;
        for (int i = 0; i < filters; i++)
        {
            int length = Field.ReadUInt16(buffer, at);
            _handler.OnUnsubscribe(TopicFilter.FromUtf8(buffer, at + 2, length));
            at += 2 + length;
        }

        return Violation.None;
    }
}
