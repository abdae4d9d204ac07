using System;

namespace Edge.Mqtt;

// The way out: what is owed, acknowledgements in order of arrival, then messages; in as few writes as possible.
public abstract partial class Session
{
    private protected abstract PacketIdentifiers Identifiers { get; }

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

    // Takes a message: QoS 0 straight into the send buffer where nothing waits before it, everything else into the log.
    internal PublishResult Publish(
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
}
