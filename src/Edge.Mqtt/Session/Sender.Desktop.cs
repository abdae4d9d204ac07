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
        int record = Append(bodyBytes, topic, qualityOfService, token, handler);
        if (record == RecordLog.None)
        {
            return Refusal(bodyBytes);
        }

        PublishPacket.Write(
            _log.Bytes, RecordLog.BodyOffset(record), topic, isStreamed ? null : payload, 0, payload.Length, qualityOfService,
            isRetained);
        if (isStreamed)
        {
            _source = new KeptPayload(payload);
            _sourceLength = payload.Length;
        }

        if (isResend)
        {
            _log.SetState(record, StateResend);
        }

        _log.SetIdentifier(record, identifier);
        return PublishResult.Queued;
    }
}
