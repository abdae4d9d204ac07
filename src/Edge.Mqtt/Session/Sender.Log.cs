using System;

namespace Edge.Mqtt;

// How messages come into the log, and how they leave it unsent.
internal sealed partial class Sender
{
    private readonly WhenFull _whenFull;

    // The one message whose payload is not in the log, and where it comes from.
    private IPayloadSource? _source;
    private int _sourceLength;

    internal PublishResult Append(
        byte[] topic, byte[] payload, int offset, int count, QualityOfService qualityOfService, bool isRetained, int token,
        ISessionHandler handler)
    {
        int packetBytes = PublishPacket.Bytes(topic.Length, count, qualityOfService);
        PublishResult result = MakeRoom(packetBytes, topic, handler);
        if (result != PublishResult.Queued)
        {
            return result;
        }

        byte state = qualityOfService == QualityOfService.AtMostOnce ? StateAtMostOnce : StateWaiting;
        int record = _log.Append(packetBytes, state, token);
        PublishPacket.Write(
            _log.Bytes, RecordLog.BodyOffset(record), topic, payload, offset, count, qualityOfService, isRetained);
        return state == StateWaiting && _records != null && _records.StoresMessages ? Store(record) : result;
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
        PublishResult result = MakeRoom(headerBytes, topic, handler);
        if (result == PublishResult.Queued)
        {
            byte state = qualityOfService == QualityOfService.AtMostOnce ? StateAtMostOnce : StateWaiting;
            int record = _log.Append(headerBytes, state, token);
            PublishPacket.WriteHeader(
                _log.Bytes, RecordLog.BodyOffset(record), topic, payloadLength, qualityOfService, isRetained);
            _source = source;
            _sourceLength = payloadLength;
        }

        return result;
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
        int record = _log.Append(count - 4, StateResend, ReadToken(bytes, offset));
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

        if (_releases.IsFull)
        {
            return false;
        }

        _releases.Add(identifier, ReadToken(bytes, offset));
        return true;
    }

    // After the store had failed: what it may lack is put again.
    internal void PutAgain() => _releases.Put(_records!);

    private static int ReadToken(byte[] bytes, int offset) =>
        bytes[offset] | (bytes[offset + 1] << 8) | (bytes[offset + 2] << 16) | (bytes[offset + 3] << 24);

    private bool IsStreamed(int record)
    {
        // A record that is shorter than its packet says.
        byte[] bytes = _log.Bytes;
        int body = RecordLog.BodyOffset(record);
        FixedHeader.Read(bytes, body, _log.BodyLength(record), out int headerBytes, out int remainingLength, out _);
        return headerBytes + remainingLength != _log.BodyLength(record);
    }

    private int BytesOf(int record)
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

    private PublishResult MakeRoom(int bodyBytes, byte[] topic, ISessionHandler handler)
    {
        int recordBytes = bodyBytes + RecordLog.HeaderBytes;
        PublishResult result = recordBytes > _log.CapacityBytes ? PublishResult.RefusedTooLarge : PublishResult.Queued;
        while (result == PublishResult.Queued && recordBytes > _log.CapacityBytes - _log.UsedBytes)
        {
            int record = _whenFull == WhenFull.Refuse ? RecordLog.None : Droppable(topic);
            if (record == RecordLog.None)
            {
                result = PublishResult.RefusedFull;
                break;
            }

            Drop(record, handler);
        }

        Counters.PublishesRefused += result == PublishResult.Queued ? 0 : 1;
        return result;
    }

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
