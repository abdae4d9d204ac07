namespace Edge.Mqtt;

// Messages that their owner keeps, identifier and all: a bridge, whose store outlives the process.
internal sealed partial class Sender
{
    // The message is appended under the identifier that its owner has given it; with DUP when it may have been sent before.
    internal PublishResult AppendKept(
        int identifier, bool isResend, byte[] topic, byte[] payload, QualityOfService qualityOfService, bool isRetained,
        int token, ISessionHandler handler)
    {
        if (Identifiers.IsTaken(identifier))
        {
            return PublishResult.RefusedBusy;
        }

        int packetBytes = PublishPacket.Bytes(topic.Length, payload.Length, qualityOfService);
        // A large one is read where its owner has it; the log takes its header.
        bool isStreamed = packetBytes > _log.CapacityBytes / 4 && payload.Length > 0;
        if (isStreamed && _source != null)
        {
            return PublishResult.RefusedBusy;
        }

        int bodyBytes = isStreamed ? packetBytes - payload.Length : packetBytes;
        PublishResult result = MakeRoom(bodyBytes, topic, handler);
        if (result != PublishResult.Queued)
        {
            return result;
        }

        int record = _log.Append(bodyBytes, isResend ? StateResend : StateWaiting, token);
        int body = RecordLog.BodyOffset(record);
        if (isStreamed)
        {
            PublishPacket.WriteHeader(_log.Bytes, body, topic, payload.Length, qualityOfService, isRetained);
            _source = new KeptPayload(payload);
            _sourceLength = payload.Length;
        }
        else
        {
            PublishPacket.Write(_log.Bytes, body, topic, payload, 0, payload.Length, qualityOfService, isRetained);
        }

        _log.SetIdentifier(record, identifier);
        return result;
    }
}
