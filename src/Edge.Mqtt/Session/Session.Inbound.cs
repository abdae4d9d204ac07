using System;

namespace Edge.Mqtt;

// The way in: from received bytes to packets, from packets to what they mean.
public abstract partial class Session
{
    internal byte[] ReceiveBytes => _received.Bytes;

    internal int ReceiveOffset => _received.End;

    internal int ReceiveRoom => _received.Room;

    // Bytes were read into ReceiveBytes at ReceiveOffset.
    internal void Received(int count, long now)
    {
        _received.Received(count);
        _hasNewBytes = true;
        KeepAlive.Received(now);
        Understand(now);
    }

    // Handles a packet of this role; PUBLISH and PUBACK are handled here.
    private protected abstract Violation OnPacket(PacketType type, byte[] buffer, int offset, int remainingLength, long now);

    // Bytes that the answer to this packet needs in the send buffer.
    private protected abstract int AnswerBytes(PacketType type, int remainingLength);

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
            if (IsHeldUp && type == PacketType.Publish)
            {
                // Nothing is read on until one of the messages that are held is acknowledged: the peer has to wait.
                return;
            }

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

    private void EndViolated(Violation violation)
    {
        LastViolation = violation;
        Counters.Violations++;
        End(DisconnectReason.ProtocolViolation, false);
    }
}
