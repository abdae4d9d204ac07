using System;

namespace Edge.Mqtt;

/// <summary>The sending half of a session: messages in the order of publishing, of which the first ones are in flight.
/// A connection that is lost moves the cursor back, and everything unacknowledged is sent again in its original order
/// with its original identifier and DUP (MQTT 4.4.0-1, 4.6.0-1).</summary>
internal sealed class Sender
{
    private const byte StateAtMostOnce = 0;
    private const byte StateWaiting = 1;
    private const byte StateInFlight = 2;
    private const byte StateResend = 3;

    private readonly RecordLog _log;
    private readonly int _inFlightMax;
    private readonly SessionCounters _counters;
    private int _lastIdentifier;

    internal Sender(int logBytes, int inFlightMax, SessionCounters counters)
    {
        if (inFlightMax < 1 || inFlightMax > 1000)
        {
            throw new ArgumentOutOfRangeException(nameof(inFlightMax), "1 to 1000 messages can be in flight");
        }

        _log = new RecordLog(logBytes);
        _inFlightMax = inFlightMax;
        _counters = counters;
    }

    // The log's array: where the packet at the cursor lies.
    internal byte[] Bytes => _log.Bytes;

    // Messages sent on this connection and not acknowledged.
    internal int InFlight { get; private set; }

    // Messages that wait or are unacknowledged.
    internal int Count => _log.Count;

    internal bool HasUnsent => _log.Cursor != RecordLog.None;

    internal PublishResult Append(
        byte[] topic, byte[] payload, int offset, int count, QualityOfService qualityOfService, bool isRetained, int token)
    {
        int packetBytes = PublishPacket.Bytes(topic.Length, count, qualityOfService);
        byte state = qualityOfService == QualityOfService.AtMostOnce ? StateAtMostOnce : StateWaiting;
        int record = _log.Append(packetBytes, state, token);
        if (record == RecordLog.None)
        {
            _counters.PublishesRefused++;
            return packetBytes + RecordLog.HeaderBytes > _log.CapacityBytes
                ? PublishResult.RefusedTooLarge
                : PublishResult.RefusedFull;
        }

        PublishPacket.Write(
            _log.Bytes, RecordLog.BodyOffset(record), topic, payload, offset, count, qualityOfService, isRetained);
        return PublishResult.Queued;
    }

    // Bytes of the packet that is next to send; 0 when none is, or the window is full.
    internal int NextPacketBytes
    {
        get
        {
            int record = _log.Cursor;
            if (record == RecordLog.None || (InFlight >= _inFlightMax && _log.State(record) != StateAtMostOnce))
            {
                return 0;
            }

            return _log.BodyLength(record);
        }
    }

    // The same for a packet that was prepared, whose own place in the window no longer counts against it.
    internal int NextPacketBytesPrepared => _log.BodyLength(_log.Cursor);

    // Where the next packet lies in Bytes. Appending may move it.
    internal int NextPacketOffset => RecordLog.BodyOffset(_log.Cursor);

    // Gives the next packet its identifier before its first byte leaves.
    internal void Prepare(PacketIdentifiers identifiers)
    {
        int record = _log.Cursor;
        byte state = _log.State(record);
        _counters.PublishesSent++;
        if (state == StateAtMostOnce)
        {
            return;
        }

        if (state == StateWaiting)
        {
            _lastIdentifier = identifiers.Next(_lastIdentifier);
            _log.SetIdentifier(record, _lastIdentifier);
        }
        else
        {
            _counters.PublishesResent++;
        }

        PublishPacket.SetIdentifier(
            _log.Bytes, RecordLog.BodyOffset(record), _log.Identifier(record), state != StateWaiting);
        _log.SetState(record, StateInFlight);
        InFlight++;
    }

    // The next packet has been handed over whole.
    internal void Sent()
    {
        int record = _log.Cursor;
        if (_log.State(record) == StateAtMostOnce)
        {
            _log.Remove(record);
        }
        else
        {
            _log.AdvanceCursor();
        }
    }

    // Takes out the message that a PUBACK names; false when none such is in flight.
    internal bool Acknowledge(int identifier, out int token)
    {
        int cursor = _log.Cursor;
        for (int record = _log.First; record != RecordLog.None && record != cursor; record = _log.Next(record))
        {
            if (_log.Identifier(record) == identifier && _log.State(record) == StateInFlight)
            {
                token = _log.Token(record);
                _log.Remove(record);
                InFlight--;
                return true;
            }
        }

        token = 0;
        return false;
    }

    internal bool IsIdentifierTaken(int identifier)
    {
        for (int record = _log.First; record != RecordLog.None; record = _log.Next(record))
        {
            if (_log.Identifier(record) == identifier)
            {
                return true;
            }

            if (_log.State(record) == StateWaiting)
            {
                // Behind the first message that never left, none has an identifier.
                return false;
            }
        }

        return false;
    }

    // A new session: whatever the last one had is gone with it.
    internal void Clear()
    {
        _log.Clear();
        InFlight = 0;
    }

    // A new connection: in the same session everything in flight is sent again with DUP and its identifier (4.4.0-1); in
    // a clean one it is sent as new, because nothing of the old session may be used again (3.1.2-6).
    internal void Restart(bool isCleanSession)
    {
        for (int record = _log.First; record != RecordLog.None; record = _log.Next(record))
        {
            byte state = _log.State(record);
            if (state != StateInFlight && state != StateResend)
            {
                continue;
            }

            _log.SetState(record, isCleanSession ? StateWaiting : StateResend);
            if (isCleanSession)
            {
                _log.SetIdentifier(record, 0);
            }
        }

        InFlight = 0;
        _log.RewindCursor();
    }
}
