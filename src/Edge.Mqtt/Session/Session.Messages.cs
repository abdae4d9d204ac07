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
        _counters.PublishesReceived++;
        if (publish.QualityOfService == QualityOfService.AtMostOnce)
        {
            _handler.OnPublishReceived(publish);
        }
        else if (HoldNext(publish))
        {
            int delivery = publish.Delivery;
            if (_handler.OnPublishReceived(publish) && !AnswerAtOnce(publish))
            {
                Acknowledge(delivery);
            }
        }

        _delivering = 0;
        return Violation.None;
    }

    // The usual case: a message of QoS 1, and nothing else is to be said. False when its PUBACK has to wait for its turn.
    private bool AnswerAtOnce(PublishPacket publish)
    {
        if (_receiver.Held != 1 || publish.QualityOfService != QualityOfService.AtLeastOnce
            || _isComposeDue || IsInPieces || Outgoing.Room < ShortPacket.Bytes || _ending != DisconnectReason.None)
        {
            return false;
        }

        WriteShort(PacketType.Puback, publish.Identifier);
        _receiver.Acknowledged();
        return true;
    }

    // Takes a message of QoS 1 or 2 in; false when it is not to be delivered.
    private bool HoldNext(PublishPacket publish)
    {
        int identifier = publish.Identifier;
        int delivery = _receiver.NextDelivery;
        publish.SetDelivery(delivery);
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
            _counters.DuplicatesSuppressed++;
            _isComposeDue = true;
            _receiver.Hold(identifier, true);
            return false;
        }

        if (inbound.IsFull)
        {
            // Its PUBREL would come behind this message, so waiting would wait for ever. What is owed leaves first: the
            // next connection begins with PUBRELs, which make room.
            _counters.InboundOverflows++;
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
                _counters.InboundOverflows++;
                End(DisconnectReason.InboundOverflow, false);
            }

            _isComposeDue = true;
            return Violation.None;
        }

        Sender sender = State!.Sender;
        if (type == PacketType.Pubrec)
        {
            _counters.UnexpectedAcknowledgements += sender.Receive(identifier) ? 0 : 1;
            _isComposeDue = true;
            return Violation.None;
        }

        bool isOver = type == PacketType.Puback
            ? sender.Acknowledge(identifier, out int token) : sender.Complete(identifier, out token);
        if (isOver)
        {
            _counters.PublishesAcknowledged++;
            _handler.OnPublishAcknowledged(token);
        }
        else if (type == PacketType.Puback || !sender.Forgotten.Complete(identifier))
        {
            _counters.UnexpectedAcknowledgements++;
        }

        // There may be room in the window for what waits.
        _isComposeDue |= sender.HasUnsent;
        return Violation.None;
    }

    // A PUBLISH larger than the receive buffer: when its header is there, its payload comes in parts.
    private void BeginPayload(int headerBytes, int remainingLength)
    {
        Incoming.Pack();
        byte[] buffer = Incoming.Bytes;
        int firstByte = buffer[Incoming.Start];
        int body = Incoming.Start + headerBytes;
        ReadResult result = _publish.ReadHeader(
            buffer, firstByte, body, Incoming.End - body, remainingLength, out Violation violation);
        if (result == ReadResult.Malformed)
        {
            EndViolated(violation);
            return;
        }

        if (result == ReadResult.Incomplete)
        {
            if (Incoming.Room == 0)
            {
                End(DisconnectReason.PacketTooLarge, false);
            }

            return;
        }

        if (Incoming.Bytes.Length == _publish.PayloadOffset)
        {
            // The header leaves no room for a single byte of its payload.
            End(DisconnectReason.PacketTooLarge, false);
            return;
        }

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
        int count = Incoming.End - offset;
        count = count < _payloadLeft ? count : _payloadLeft;
        try
        {
            if (count > 0 && _isPayloadWanted)
            {
                PayloadReceiver!.OnPayloadPart(Incoming.Bytes, offset, count);
            }

            if (Ending != DisconnectReason.None)
            {
                return;
            }

            _payloadLeft -= count;
            if (_payloadLeft > 0)
            {
                Incoming.End = offset;
                _hasNewBytes = false;
                return;
            }

            _hasNewBytes = Incoming.Taken(offset + count - Incoming.Start);
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
        _counters.PublishesReceived++;
        bool isRepetition = _delivering == 0 && _publish.QualityOfService == QualityOfService.ExactlyOnce;
        _counters.PublishesSkipped += isWanted || isRepetition ? 0 : 1;
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
