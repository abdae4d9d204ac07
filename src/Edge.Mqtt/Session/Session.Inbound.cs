using System;

namespace Edge.Mqtt;

// The way in: from received bytes to packets, from packets to what they mean.
public abstract partial class Session
{
    // Bytes were read into the room behind those that had come.
    internal void Received(int count, long now)
    {
        Incoming.End += count;
        _hasNewBytes = true;
        KeepAlive.Received(now);
        Understand(now);
    }

    // Handles a packet of this role; messages and their acknowledgements are handled here.
    private protected abstract Violation OnPacket(PacketType type, byte[] buffer, int offset, int remainingLength, long now);

    // Bytes that the answer to this packet needs in the send buffer.
    private protected abstract int AnswerBytes(PacketType type, int remainingLength);

    private void Understand(long now)
    {
        while (_hasNewBytes && _ending == DisconnectReason.None)
        {
            if (_payloadLeft > 0)
            {
                TakePart();
                continue;
            }

            byte[] buffer = Incoming.Bytes;
            int offset = Incoming.Start;
            int count = Incoming.End - offset;
            ReadResult result = FixedHeader.Read(
                buffer, offset, count, out int headerBytes, out int remainingLength, out Violation violation);
            if (result == ReadResult.Malformed)
            {
                EndViolated(violation);
                return;
            }

            PacketType type = (PacketType)(buffer[offset] >> 4);
            if (type == PacketType.Publish && _receiver.IsFull && IsConnected)
            {
                // Nothing is read on until one of the messages that are held is acknowledged: the peer has to wait.
                return;
            }

            int packetBytes = result == ReadResult.Complete ? headerBytes + remainingLength : count + 1;
            if (packetBytes > count)
            {
                Await(packetBytes, type, headerBytes, remainingLength);
                continue;
            }

            int answerBytes = AnswerBytes(type, remainingLength);
            if (answerBytes > 0 && IsInPieces)
            {
                // The answer would stand in the middle of a message: the packet waits for its end.
                return;
            }

            if (answerBytes > Outgoing.Room)
            {
                // The answer would not fit: the packet waits until what is ready has left.
                Outgoing.Pack();
                if (answerBytes > Outgoing.Room)
                {
                    _isComposeDue = true;
                    return;
                }
            }

            violation = Handle(type, buffer, offset, headerBytes, remainingLength, now);
            if (violation != Violation.None)
            {
                EndViolated(violation);
                return;
            }

            _hasNewBytes = Incoming.Taken(packetBytes);
        }
    }

    // A packet is not all there: more bytes are awaited, or its payload comes in parts.
    private void Await(int packetBytes, PacketType type, int headerBytes, int remainingLength)
    {
        _hasNewBytes = false;
        if (Incoming.MakeRoom(packetBytes))
        {
            return;
        }

        if (type == PacketType.Publish && IsConnected && TakesLargeMessages)
        {
            BeginPayload(headerBytes, remainingLength);
        }
        else
        {
            End(DisconnectReason.PacketTooLarge, false);
        }
    }

    private Violation Handle(
        PacketType type, byte[] buffer, int offset, int headerBytes, int remainingLength, long now)
    {
        int body = offset + headerBytes;
        try
        {
            if (IsConnected)
            {
                switch (type)
                {
                    case PacketType.Publish:
                        _publish.ReadHeader(
                            buffer, buffer[offset], body, remainingLength, remainingLength, out Violation violation);
                        return violation == Violation.None ? OnPublish() : violation;
                    case PacketType.Puback:
                    case PacketType.Pubrec:
                    case PacketType.Pubrel:
                    case PacketType.Pubcomp:
                        return OnAcknowledgement(type, buffer, body, remainingLength);
                    default:
                        break;
                }
            }

            return OnPacket(type, buffer, body, remainingLength, now);
        }
        catch (Exception failure)
        {
            HandlerFailed(failure);
            return Violation.None;
        }
    }

    private void EndViolated(Violation violation)
    {
        LastViolation = violation;
        _counters.Violations++;
        End(DisconnectReason.ProtocolViolation, false);
    }
}
