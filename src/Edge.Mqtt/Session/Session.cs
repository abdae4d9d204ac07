using System;

namespace Edge.Mqtt;

/// <summary>What both roles of MQTT have in common: the packet loop, messages both ways, acknowledgements, and the end of
/// a connection. Pure: bytes and milliseconds go in, bytes and handler calls come out.</summary>
public abstract class Session
{
    private readonly ISessionHandler _handler;
    private readonly PublishPacket _publish = new PublishPacket();
    private readonly ReceiveBuffer _received;
    private readonly SendBuffer _send;

    // Bytes of a packet too large for the send buffer that have left straight from the log.
    private int _directSent;
    private bool _isDirect;
    private bool _hasNewBytes;

    private protected Session(
        ISessionHandler handler, int receiveBytes, int packetBytesMax, int sendBytes, int logBytes, int inFlightMax,
        int heldMax, int answerTimeoutMs)
    {
        _handler = handler;
        _received = new ReceiveBuffer(receiveBytes, packetBytesMax);
        _send = new SendBuffer(sendBytes);
        Sender = new Sender(logBytes, inFlightMax, Counters);
        Receiver = new Receiver(heldMax);
        KeepAlive = new KeepAlive(answerTimeoutMs);
    }

    /// <summary>What has happened since construction.</summary>
    public SessionCounters Counters { get; } = new SessionCounters();

    /// <summary>True from the completed handshake to the end of the connection.</summary>
    public bool IsConnected { get; private protected set; }

    /// <summary>Why this connection is to be closed; <see cref="DisconnectReason.None"/> while it is not.</summary>
    public DisconnectReason Ending { get; private set; } = DisconnectReason.Closed;

    /// <summary>The rule the peer broke last.</summary>
    public Violation LastViolation { get; private set; }

    /// <summary>What the handler threw last.</summary>
    public Exception? LastHandlerFailure { get; private set; }

    /// <summary>Messages waiting to be sent or to be acknowledged by the peer.</summary>
    public int QueuedMessages => Sender.Count;

    /// <summary>Messages received and not acknowledged by this side yet.</summary>
    public int HeldMessages => Receiver.Held;

    /// <summary>What is ready has to leave before the connection is closed.</summary>
    internal bool HasFarewell { get; private set; }

    private protected Sender Sender { get; }

    private protected Receiver Receiver { get; }

    private protected KeepAlive KeepAlive { get; }

    /// <summary>Acknowledges a message for which the handler had answered *later*. A number of an earlier connection
    /// changes nothing: the peer sends that message again.</summary>
    public void Acknowledge(int delivery) => Receiver.Answer(delivery);

    internal byte[] ReceiveBytes => _received.Bytes;

    internal int ReceiveOffset => _received.End;

    internal int ReceiveRoom => _received.Room;

    // A new connection begins with nothing of the last one in the buffers.
    private protected void BeginConnection()
    {
        _received.Clear();
        _send.Clear();
        _isDirect = false;
        _hasNewBytes = false;
        Receiver.Clear();
        IsConnected = false;
        HasFarewell = false;
        Ending = DisconnectReason.None;
        LastViolation = Violation.None;
    }

    // Closes the connection; the first reason counts. With a farewell, what was written before leaves first.
    internal void End(DisconnectReason reason, bool hasFarewell)
    {
        if (Ending == DisconnectReason.None)
        {
            Ending = reason;
            HasFarewell = hasFarewell;
            IsConnected = false;
        }
    }

    // Whatever a handler throws ends this connection and nothing else (4.8.0-2).
    internal void HandlerFailed(Exception failure)
    {
        LastHandlerFailure = failure;
        Counters.HandlerFailures++;
        End(DisconnectReason.HandlerFailed, false);
    }

    // Bytes were read into ReceiveBytes at ReceiveOffset.
    internal void Received(int count, long now)
    {
        _received.Received(count);
        _hasNewBytes = true;
        KeepAlive.Received(now);
        Understand(now);
    }

    // What can leave now in one write; Sent tells how much did.
    internal int Outgoing(long now, out byte[] buffer, out int offset)
    {
        if (!_isDirect)
        {
            if (Ending == DisconnectReason.None)
            {
                // Room may have come for the answer that a packet in the receive buffer waits for.
                Understand(now);
                Compose(now);
            }

            buffer = _send.Bytes;
            offset = _send.Offset;
            if (_send.Count > 0 || Ending != DisconnectReason.None)
            {
                return _send.Count;
            }

            if (!IsConnected || Sender.NextPacketBytes == 0)
            {
                return 0;
            }

            Sender.Prepare(Identifiers);
            _isDirect = true;
            _directSent = 0;
        }

        buffer = Sender.Bytes;
        offset = Sender.NextPacketOffset + _directSent;
        return Sender.NextPacketBytesPrepared - _directSent;
    }

    internal void Sent(int count, long now)
    {
        KeepAlive.Sent(now);
        if (!_isDirect)
        {
            _send.Sent(count);
            return;
        }

        _directSent += count;
        if (_directSent == Sender.NextPacketBytesPrepared)
        {
            Sender.Sent();
            _isDirect = false;
        }
    }

    // Nothing is left on this side, neither here nor in the stream.
    internal void AllSent(long now) => KeepAlive.AllSent(now);

    // Milliseconds until time alone brings work; ends the connection when the peer was silent for too long.
    internal virtual int WaitMs(long now)
    {
        if (Ending != DisconnectReason.None)
        {
            return 0;
        }

        if (KeepAlive.IsPeerSilent(now))
        {
            End(IsConnected ? DisconnectReason.Silence : DisconnectReason.HandshakeTimeout, false);
            return 0;
        }

        return KeepAlive.WaitMs(now);
    }

    private protected abstract PacketIdentifiers Identifiers { get; }

    // Handles a packet of this role; PUBLISH and PUBACK are handled here.
    private protected abstract Violation OnPacket(PacketType type, byte[] buffer, int offset, int remainingLength, long now);

    // Bytes that the answer to this packet needs in the send buffer.
    private protected abstract int AnswerBytes(PacketType type, int remainingLength);

    // Writes what this role owes, as far as there is room.
    private protected abstract void ComposeControl(long now);

    private protected int SendRoom => _send.Room;

    private protected byte[] SendBytes => _send.Bytes;

    private protected int SendEnd => _send.End;

    private protected void Wrote(int end) => _send.Written(end);

    // A packet of two bytes; the caller has looked for room.
    private protected void WriteEmpty(PacketType type)
    {
        int end = _send.End;
        _send.Bytes[end] = (byte)((int)type << 4);
        _send.Bytes[end + 1] = 0;
        _send.Written(end + 2);
    }

    // A packet that is an identifier or two bytes; the caller has looked for room.
    private protected void WriteShort(PacketType type, int value)
    {
        int end = FixedHeader.Write(_send.Bytes, _send.End, (int)type << 4, 2);
        _send.Written(Field.WriteUInt16(_send.Bytes, end, value));
    }

    private protected PublishResult PublishCore(
        byte[] topic, byte[] payload, int offset, int count, QualityOfService qualityOfService, bool isRetained, int token)
    {
        bool isNext = IsConnected && !_isDirect && !Sender.HasUnsent;
        if (isNext && qualityOfService == QualityOfService.AtMostOnce
            && PublishPacket.Bytes(topic.Length, count, qualityOfService) <= _send.Room)
        {
            _send.Written(PublishPacket.Write(
                _send.Bytes, _send.End, topic, payload, offset, count, qualityOfService, isRetained));
            Counters.PublishesSent++;
            return PublishResult.Accepted;
        }

        PublishResult result = Sender.Append(topic, payload, offset, count, qualityOfService, isRetained, token);
        return isNext && result == PublishResult.Queued ? PublishResult.Accepted : result;
    }

    private void Understand(long now)
    {
        while (_hasNewBytes && Ending == DisconnectReason.None)
        {
            byte[] buffer = _received.Bytes;
            int offset = _received.Offset;
            int count = _received.Count;
            ReadResult result = FixedHeader.Read(
                buffer, offset, count, out int headerBytes, out int remainingLength, out Violation violation);
            if (result == ReadResult.Malformed)
            {
                EndViolated(violation);
                return;
            }

            int packetBytes = result == ReadResult.Complete ? headerBytes + remainingLength : count + 1;
            if (packetBytes > count)
            {
                _hasNewBytes = false;
                if (!_received.MakeRoom(packetBytes))
                {
                    End(DisconnectReason.PacketTooLarge, false);
                }

                return;
            }

            PacketType type = (PacketType)(buffer[offset] >> 4);
            if (AnswerBytes(type, remainingLength) > _send.Room)
            {
                // The answer would not fit: the packet waits until what is ready has left.
                _send.Pack();
                if (AnswerBytes(type, remainingLength) > _send.Room)
                {
                    return;
                }
            }

            violation = Handle(type, buffer, offset, headerBytes, remainingLength, now);
            if (violation != Violation.None)
            {
                EndViolated(violation);
                return;
            }

            _received.Taken(packetBytes);
        }
    }

    private Violation Handle(
        PacketType type, byte[] buffer, int offset, int headerBytes, int remainingLength, long now)
    {
        int body = offset + headerBytes;
        try
        {
            if (!IsConnected)
            {
                return OnPacket(type, buffer, body, remainingLength, now);
            }

            switch (type)
            {
                case PacketType.Publish:
                    return OnPublish(buffer, buffer[offset], body, remainingLength);
                case PacketType.Puback:
                    return OnPuback(buffer, body, remainingLength);
                case PacketType.Pubrec:
                case PacketType.Pubrel:
                case PacketType.Pubcomp:
                    // Neither side of this session sends QoS 2, so these answer nothing; tolerated as mosquitto's tests ask.
                    Counters.UnexpectedAcknowledgements++;
                    return remainingLength == 2 ? Violation.None : Violation.PacketLength;
                default:
                    return OnPacket(type, buffer, body, remainingLength, now);
            }
        }
        catch (Exception failure)
        {
            HandlerFailed(failure);
            return Violation.None;
        }
    }

    // 4.6.0-2: in the order in which the messages came.
    private protected void ComposeAcknowledgements()
    {
        int identifier;
        while (_send.Room >= 4 && (identifier = Receiver.NextAcknowledgement) != 0)
        {
            WriteShort(PacketType.Puback, identifier);
            Receiver.Acknowledged();
        }
    }

    private Violation OnPublish(byte[] buffer, int firstByte, int offset, int remainingLength)
    {
        Violation violation = _publish.Read(buffer, firstByte, offset, remainingLength);
        if (violation != Violation.None)
        {
            return violation;
        }

        Counters.PublishesReceived++;
        switch (_publish.QualityOfService)
        {
            case QualityOfService.AtMostOnce:
                _publish.Delivery = 0;
                _handler.OnPublishReceived(_publish);
                return Violation.None;
            case QualityOfService.AtLeastOnce:
                break;
            default:
                End(DisconnectReason.QualityOfServiceNotSupported, false);
                return Violation.None;
        }

        int delivery = Receiver.Hold(_publish.Identifier);
        if (delivery == 0)
        {
            End(DisconnectReason.TooManyHeld, false);
            return Violation.None;
        }

        _publish.Delivery = delivery;
        if (_handler.OnPublishReceived(_publish))
        {
            Receiver.Answer(delivery);
        }

        return Violation.None;
    }

    private Violation OnPuback(byte[] buffer, int offset, int remainingLength)
    {
        if (remainingLength != 2)
        {
            return Violation.PacketLength;
        }

        if (Sender.Acknowledge(Field.ReadUInt16(buffer, offset), out int token))
        {
            Counters.PublishesAcknowledged++;
            _handler.OnPublishAcknowledged(token);
        }
        else
        {
            Counters.UnexpectedAcknowledgements++;
        }

        return Violation.None;
    }

    // Fills the send buffer: what the role owes, acknowledgements in order of arrival, then messages.
    private void Compose(long now)
    {
        ComposeControl(now);
        if (!IsConnected)
        {
            return;
        }

        ComposeAcknowledgements();
        int packetBytes;
        while ((packetBytes = Sender.NextPacketBytes) != 0 && packetBytes <= _send.Room)
        {
            Sender.Prepare(Identifiers);
            int end = _send.End;
            Array.Copy(Sender.Bytes, Sender.NextPacketOffset, _send.Bytes, end, packetBytes);
            _send.Written(end + packetBytes);
            Sender.Sent();
        }
    }

    private void EndViolated(Violation violation)
    {
        LastViolation = violation;
        Counters.Violations++;
        End(DisconnectReason.ProtocolViolation, false);
    }
}
