using System;

namespace Edge.Mqtt;

// How messages come into the log, and how they leave it unsent.
internal sealed partial class Sender
{
    private readonly WhenFull _whenFull;

    // The one message whose payload is not in the log, and where it comes from.
    private IPayloadSource? _source;
    private int _sourceLength;

    // A message of the log has its payload elsewhere.
    internal bool IsStreaming => _source != null;

    internal PublishResult Append(
        byte[] topic, byte[] payload, int offset, int count, QualityOfService qualityOfService, bool isRetained, int token,
        ISessionHandler handler)
    {
        int packetBytes = PublishPacket.Bytes(topic.Length, count, qualityOfService);
        int record = Append(packetBytes, topic, qualityOfService, token, handler);
        if (record == RecordLog.None)
        {
            return Refusal(packetBytes);
        }

        PublishPacket.Write(
            _log.Bytes, RecordLog.BodyOffset(record), topic, payload, offset, count, qualityOfService, isRetained);
        bool isStored = _records != null && _records.StoresMessages && qualityOfService != QualityOfService.AtMostOnce;
        return isStored ? Store(record) : PublishResult.Queued;
    }

    // Only the header goes into the log; the payload is asked of its source when it is sent.
    internal PublishResult Append(
        byte[] topic, IPayloadSource source, QualityOfService qualityOfService, bool isRetained, int token,
        ISessionHandler handler)
    {
        if (_source != null)
        {
            return PublishResult.RefusedBusy;
        }

        int payloadLength = source.Length;
        if (payloadLength == 0)
        {
            return Append(topic, topic, 0, 0, qualityOfService, isRetained, token, handler);
        }

        int headerBytes = PublishPacket.Bytes(topic.Length, payloadLength, qualityOfService) - payloadLength;
        int record = Append(headerBytes, topic, qualityOfService, token, handler);
        if (record == RecordLog.None)
        {
            return Refusal(headerBytes);
        }

        PublishPacket.Write(
            _log.Bytes, RecordLog.BodyOffset(record), topic, null, 0, payloadLength, qualityOfService, isRetained);
        _source = source;
        _sourceLength = payloadLength;
        return PublishResult.Queued;
    }

    // The source of the prepared packet cannot be read any more: its message is lost.
    internal void DropPrepared(ISessionHandler handler)
    {
        int record = _log.Cursor;
        if (_log.State(record) == StateInFlight)
        {
            _inFlight--;
        }

        Drop(record, handler);
    }

    // A message or a release that a store has kept.
    internal bool Restore(int identifier, byte[] bytes, int offset, int count)
    {
        int record = _log.Append(count - 4, StateResend, BitConverter.ToInt32(bytes, offset));
        if (record == RecordLog.None)
        {
            return false;
        }

        Array.Copy(bytes, offset + 4, _log.Bytes, RecordLog.BodyOffset(record), count - 4);
        _log.SetIdentifier(record, identifier);
        return true;
    }

    internal bool RestoreRelease(int identifier, byte[] bytes, int offset)
    {
        // A power cut may have left the message beside its release.
        for (int record = _log.First; record != RecordLog.None; record = _log.Next(record))
        {
            if (_log.Identifier(record) == identifier)
            {
                Remove(record);
                break;
            }
        }

        if (Releases.IsFull)
        {
            return false;
        }

        Releases.Add(identifier, BitConverter.ToInt32(bytes, offset));
        return true;
    }

    // After the store had failed: what it may lack is put again.
    internal void PutAgain() => Releases.Put(_records!);

    private bool IsStreamed(int record)
    {
        // A record that is shorter than its packet says.
        byte[] bytes = _log.Bytes;
        int body = RecordLog.BodyOffset(record);
        FixedHeader.Read(bytes, body, _log.BodyLength(record), out int headerBytes, out int remainingLength, out _);
        return headerBytes + remainingLength != _log.BodyLength(record);
    }

    // Bytes of the whole packet.
    internal int PacketBytes(int record)
    {
        int bytes = _log.BodyLength(record);
        return _source != null && IsStreamed(record) ? bytes + _sourceLength : bytes;
    }

    private PublishResult Store(int record)
    {
        int identifier = Identifiers.Next();
        int body = RecordLog.BodyOffset(record);
        _log.SetIdentifier(record, identifier);
        PublishPacket.SetIdentifier(_log.Bytes, body, identifier, false);
        // The token stands right before the body, and is kept with it.
        if (_records!.PutMessage(identifier, _log.Bytes, body - 4, 4 + _log.BodyLength(record)))
        {
            return PublishResult.Stored;
        }

        Counters.PublishesRefused++;
        Remove(record);
        return PublishResult.RefusedStore;
    }

    // A record for a message, for which others make room if they may; None when there is none.
    private int Append(
        int bodyBytes, byte[] topic, QualityOfService qualityOfService, int token, ISessionHandler handler)
    {
        byte state = qualityOfService == QualityOfService.AtMostOnce ? StateAtMostOnce : StateWaiting;
        int record;
        while ((record = _log.Append(bodyBytes, state, token)) == RecordLog.None)
        {
            bool isHopeless = _whenFull == WhenFull.Refuse || Refusal(bodyBytes) == PublishResult.RefusedTooLarge;
            int droppable = isHopeless ? RecordLog.None : Droppable(topic);
            if (droppable == RecordLog.None)
            {
                Counters.PublishesRefused++;
                break;
            }

            Drop(droppable, handler);
        }

        return record;
    }

    private PublishResult Refusal(int bodyBytes) => bodyBytes + RecordLog.HeaderBytes > _log.CapacityBytes
        ? PublishResult.RefusedTooLarge : PublishResult.RefusedFull;

    // The oldest message that may make room for one of this topic.
    private int Droppable(byte[] topic)
    {
        for (int record = _log.Cursor; record != RecordLog.None; record = _log.Next(record))
        {
            byte state = _log.State(record);
            bool isUnsent = state == StateWaiting || state == StateAtMostOnce;
            if (isUnsent && (_whenFull == WhenFull.DropOldest || IsOvertaken(record, topic)))
            {
                return record;
            }
        }

        return RecordLog.None;
    }

    private bool IsOvertaken(int record, byte[] topic)
    {
        int at = TopicOffset(record);
        int length = Field.ReadUInt16(_log.Bytes, at - 2);
        if (Field.IsSame(_log.Bytes, at, length, topic, 0, topic.Length))
        {
            return true;
        }

        for (int later = _log.Next(record); later != RecordLog.None; later = _log.Next(later))
        {
            int other = TopicOffset(later);
            if (Field.IsSame(_log.Bytes, at, length, _log.Bytes, other, Field.ReadUInt16(_log.Bytes, other - 2)))
            {
                return true;
            }
        }

        return false;
    }

    private int TopicOffset(int record)
    {
        int at = RecordLog.BodyOffset(record);
        do
        {
            at++;
        }
        while (_log.Bytes[at] >= 0x80);

        return at + 3;
    }

    private void Drop(int record, ISessionHandler handler)
    {
        int token = _log.Token(record);
        Remove(record);
        Counters.PublishesDropped++;
        handler.OnPublishDropped(token);
    }
}
