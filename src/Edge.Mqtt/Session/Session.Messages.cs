using System;

namespace Edge.Mqtt;

// Messages that come in, whole or in parts, and the acknowledgements of those that went out.
public abstract partial class Session
{
    private readonly Receiver _receiver;

    // The QoS 2 identifier whose message is with the handler right now.
    private int _delivering;

    // Bytes that are still to come of a payload in parts, and whether anybody wants them.
    private int _payloadLeft;
    private bool _isPayloadWanted;

    // Takes payloads larger than the receive buffer; null when they are skipped.
    private protected IPayloadReceiver? PayloadReceiver { get; set; }

    // False where a message larger than the buffer may be ends the connection.
    private protected virtual bool TakesLargeMessages => false;

    // The packet that was read is delivered, unless it was before.
    private Violation OnPublish()
    {
        PublishPacket publish = _publish;
        Counters.PublishesReceived++;
        if (publish.QualityOfService == QualityOfService.AtMostOnce)
        {
            publish.Delivery = 0;
            _handler.OnPublishReceived(publish);
        }
        else if (HoldNext(publish))
        {
            int delivery = publish.Delivery;
            if (_handler.OnPublishReceived(publish))
            {
                Acknowledge(delivery);
            }
        }

        _delivering = 0;
        return Violation.None;
    }

    // Takes a message of QoS 1 or 2 in; false when it is not to be delivered.
    private bool HoldNext(PublishPacket publish)
    {
        int identifier = publish.Identifier;
        int delivery = _receiver.NextDelivery;
        publish.Delivery = delivery;
        State!.NextDelivery = delivery + 1;
        if (publish.QualityOfService == QualityOfService.AtLeastOnce)
        {
            // 4.3.2-2: after its PUBACK an identifier is new again, so nothing is ever taken for a repetition here.
            _receiver.Hold(identifier, false);
            return true;
        }

        InboundExactlyOnce inbound = State.Inbound;
        if (inbound.Contains(identifier))
        {
            // 4.3.3-2: before its PUBREL it is acknowledged again and not delivered again.
            Counters.DuplicatesSuppressed++;
            _isComposeDue = true;
            _receiver.Hold(identifier, true);
            return false;
        }

        if (inbound.IsFull)
        {
            // Its PUBREL would come behind this message, so waiting would wait for ever. What is owed leaves first: the
            // next connection begins with PUBRELs, which make room.
            Counters.InboundOverflows++;
            ComposeAcknowledgements();
            End(DisconnectReason.InboundOverflow, true);
            return false;
        }

        inbound.Add(identifier, delivery);
        _delivering = identifier;
        _receiver.Hold(identifier, true);
        return true;
    }

    private Violation OnAcknowledgement(PacketType type, byte[] buffer, int offset, int remainingLength)
    {
        Violation violation = ShortPacket.Read(buffer, offset, remainingLength, out int identifier);
        if (violation != Violation.None)
        {
            return violation;
        }

        if (type == PacketType.Pubrel)
        {
            // One that is not known is answered too: its PUBCOMP was lost.
            State!.ReleaseInbound(identifier);
            if (!_receiver.Complete(identifier))
            {
                Counters.InboundOverflows++;
                End(DisconnectReason.InboundOverflow, false);
            }

            return Violation.None;
        }

        Sender sender = State!.Sender;
        int token = 0;
        bool isAwaited = type == PacketType.Puback ? sender.Acknowledge(identifier, out token)
            : type == PacketType.Pubrec ? sender.Receive(identifier)
            : sender.Complete(identifier, out token);
        if (!isAwaited)
        {
            if (type == PacketType.Pubcomp && sender.Forgotten.Complete(identifier))
            {
                return Violation.None;
            }

            Counters.UnexpectedAcknowledgements++;
        }
        else if (type != PacketType.Pubrec)
        {
            Counters.PublishesAcknowledged++;
            _handler.OnPublishAcknowledged(token);
        }

        return Violation.None;
    }

    // A PUBLISH larger than the receive buffer: when its header is there, its payload comes in parts.
    private void BeginPayload(int headerBytes, int remainingLength)
    {
        _received.Pack();
        byte[] buffer = _received.Bytes;
        int firstByte = buffer[_received.Offset];
        int body = _received.Offset + headerBytes;
        ReadResult result = _publish.ReadHeader(
            buffer, firstByte, body, _received.End - body, remainingLength, out Violation violation);
        if (result == ReadResult.Malformed)
        {
            EndViolated(violation);
            return;
        }

        if (result == ReadResult.Incomplete)
        {
            if (_received.Room == 0)
            {
                End(DisconnectReason.PacketTooLarge, false);
            }

            return;
        }

        if (_received.Bytes.Length == _publish.PayloadOffset)
        {
            // The header leaves no room for a single byte of its payload.
            End(DisconnectReason.PacketTooLarge, false);
            return;
        }

        _publish.Delivery = 0;
        bool isDelivered = _publish.QualityOfService == QualityOfService.AtMostOnce || HoldNext(_publish);
        _payloadLeft = Ending == DisconnectReason.None ? _publish.PayloadLength : 0;
        _hasNewBytes = _payloadLeft > 0;
        try
        {
            _isPayloadWanted = isDelivered && PayloadReceiver != null && PayloadReceiver.OnPayloadBegin(_publish);
        }
        catch (Exception failure)
        {
            HandlerFailed(failure);
        }
    }

    // The part of the payload that is there.
    private void TakePart()
    {
        int offset = _publish.PayloadOffset;
        int count = _received.End - offset;
        count = count < _payloadLeft ? count : _payloadLeft;
        try
        {
            if (count > 0 && _isPayloadWanted)
            {
                PayloadReceiver!.OnPayloadPart(_received.Bytes, offset, count);
            }

            if (Ending != DisconnectReason.None)
            {
                return;
            }

            _payloadLeft -= count;
            if (_payloadLeft > 0)
            {
                _received.Rewind(offset);
                _hasNewBytes = false;
                return;
            }

            _received.Taken(offset + count - _received.Offset);
            EndPayload();
        }
        catch (Exception failure)
        {
            HandlerFailed(failure);
        }
    }

    private void EndPayload()
    {
        int delivery = _publish.Delivery;
        bool isWanted = _isPayloadWanted;
        _isPayloadWanted = false;
        Counters.PublishesReceived++;
        bool isRepetition = _delivering == 0 && _publish.QualityOfService == QualityOfService.ExactlyOnce;
        Counters.PublishesSkipped += isWanted || isRepetition ? 0 : 1;
        bool isTaken = !isWanted || PayloadReceiver!.OnPayloadEnd(_publish);
        if (isTaken && _publish.QualityOfService != QualityOfService.AtMostOnce)
        {
            Acknowledge(delivery);
        }

        _delivering = 0;
    }

    // The QoS 2 message that is with the handler was not taken, or not to its end: it has to come again.
    private void ForgetDelivering()
    {
        if (_delivering != 0)
        {
            State!.Inbound.Remove(_delivering);
            _delivering = 0;
        }
    }

    private void AbortPayload()
    {
        if (_payloadLeft == 0)
        {
            return;
        }

        _payloadLeft = 0;
        ForgetDelivering();
        if (!_isPayloadWanted)
        {
            return;
        }

        _isPayloadWanted = false;
        try
        {
            PayloadReceiver!.OnPayloadAborted();
        }
        catch (Exception failure)
        {
            HandlerFailed(failure);
        }
    }
}
