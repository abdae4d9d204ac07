using System;

namespace Edge.Mqtt;

/// <summary>The sending half of a session: messages in the order of publishing, of which the first ones are in flight.
/// A connection that is lost moves the cursor back, and everything unacknowledged is sent again in its original order
/// with its original identifier and DUP (MQTT 4.4.0-1, 4.6.0-1).</summary>
internal sealed partial class Sender
{
    private const byte StateAtMostOnce = 0;
    private const byte StateWaiting = 1;
    private const byte StateInFlight = 2;
    private const byte StateResend = 3;

    // A QoS 0 message whose first bytes have left.
    private const byte StateLeaving = 4;

    internal readonly PacketIdentifiers Identifiers;

    // Messages whose PUBRELs are to be sent or to be answered.
    internal readonly Releases Releases;

    // Identifiers that are to be released before the next message may leave.
    internal readonly ForgottenIdentifiers Forgotten = new ForgottenIdentifiers();

    internal SessionCounters Counters = new SessionCounters();

    // True when the peer may remember identifiers of this side's earlier life.
    internal bool IsPeerOlder;

    private readonly RecordLog _log;
    private readonly SessionRecords? _records;
    private readonly int _inFlightMax;
    private int _inFlight;

    internal Sender(int logBytes, int inFlightMax, WhenFull whenFull, SessionRecords? records)
    {
        if (inFlightMax < 1 || inFlightMax > 1000)
        {
            throw new ArgumentOutOfRangeException(nameof(inFlightMax), "1 to 1000 messages can be in flight");
        }

        _log = new RecordLog(logBytes);
        Releases = new Releases(inFlightMax);
        _inFlightMax = inFlightMax;
        _whenFull = whenFull;
        _records = records;
        Identifiers = new PacketIdentifiers(this);
    }

    // Messages that wait or are unacknowledged.
    internal int Count => _log.Count + Releases.Count;

    internal bool HasUnsent => _log.Cursor != RecordLog.None;

    // The message that is next to send; none when all are sent, or the window is full.
    internal int Next
    {
        get
        {
            int record = _log.Cursor;
            return record != RecordLog.None && _inFlight + Releases.Count >= _inFlightMax
                && _log.State(record) != StateAtMostOnce ? RecordLog.None : record;
        }
    }

    // The message that was prepared, whose own place in the window no longer counts against it.
    internal int Prepared => _log.Cursor;

    // False while the next message has to wait until the peer has forgotten its identifier too.
    internal bool IsFree(int record)
    {
        if (!IsPeerOlder || !Identifiers.IsFirstRound)
        {
            return true;
        }

        if (_log.State(record) != StateWaiting || !IsExactlyOnce(record))
        {
            return true;
        }

        int identifier = _log.Identifier(record);
        if (identifier == 0)
        {
            identifier = Identifiers.Next();
            _log.SetIdentifier(record, identifier);
        }

        if (!Forgotten.Contains(identifier))
        {
            int count = 1 + FreeAfter(identifier, _inFlightMax - 1);
            int countMax = 65_536 - identifier;
            Forgotten.Begin(identifier, count < countMax ? count : countMax);
        }

        return Forgotten.IsFree(identifier);
    }

    // Gives the next message its identifier before its first byte leaves, and returns it; 0 with QoS 0.
    internal int Prepare(int record)
    {
        byte state = _log.State(record);
        Counters.PublishesSent++;
        if (state == StateAtMostOnce)
        {
            _log.SetState(record, StateLeaving);
            return 0;
        }

        int identifier = _log.Identifier(record);
        if (state != StateWaiting)
        {
            Counters.PublishesResent++;
        }
        else if (identifier == 0)
        {
            identifier = Identifiers.Next();
            _log.SetIdentifier(record, identifier);
        }

        PublishPacket.SetIdentifier(_log.Bytes, RecordLog.BodyOffset(record), identifier, state != StateWaiting);
        _log.SetState(record, StateInFlight);
        _inFlight++;
        return identifier;
    }

    // Copies bytes of the prepared packet from a position in it. Returns how many; 0 when a streamed payload has none
    // now, negative when it can no longer be read.
    internal int Copy(int record, int position, byte[] buffer, int offset, int count)
    {
        int inLog = _log.BodyLength(record);
        if (position >= inLog)
        {
            return _source!.Read(position - inLog, buffer, offset, count);
        }

        int length = inLog - position;
        length = length < count ? length : count;
        Array.Copy(_log.Bytes, RecordLog.BodyOffset(record) + position, buffer, offset, length);
        return length;
    }

    // The next packet has been handed over whole.
    internal void Sent(int record)
    {
        if (_log.State(record) == StateLeaving)
        {
            Remove(record);
        }
        else
        {
            _log.AdvanceCursor();
        }
    }

    // A PUBACK has come: takes its QoS 1 message out; false when none such is in flight.
    internal bool Acknowledge(int identifier, out int token) => TakeInFlight(identifier, false, out token);

    // A PUBREC has come: from now on only its PUBREL is sent, never its PUBLISH (4.3.3-1).
    internal bool Receive(int identifier)
    {
        if (!TakeInFlight(identifier, true, out int token))
        {
            // Sent again by the peer; its PUBREL is sent again by the next connection.
            return Releases.Contains(identifier);
        }

        Releases.Add(identifier, token);
        return true;
    }

    // A PUBCOMP has come: the message is over; false when it was not awaited.
    internal bool Complete(int identifier, out int token)
    {
        bool isKnown = Releases.Complete(identifier, out token);
        if (isKnown && _records != null)
        {
            _records.RemoveRelease(identifier);
            // Still there when the store had not taken the release.
            _records.RemoveMessage(identifier);
        }

        return isKnown;
    }

    // Identifiers behind the last, up to the nearest that is taken by a message.
    internal int FreeAfter(int last, int free)
    {
        for (int record = _log.First; record != RecordLog.None; record = _log.Next(record))
        {
            int identifier = _log.Identifier(record);
            if (identifier != 0)
            {
                free = PacketIdentifiers.Nearer(last, identifier, free);
            }
        }

        return Releases.FreeAfter(last, free);
    }

    private bool IsExactlyOnce(int record) => (_log.Bytes[RecordLog.BodyOffset(record)] & 0x04) != 0;

    private bool TakeInFlight(int identifier, bool isExactlyOnce, out int token)
    {
        int cursor = _log.Cursor;
        for (int record = _log.First; record != RecordLog.None && record != cursor; record = _log.Next(record))
        {
            if (_log.Identifier(record) != identifier)
            {
                continue;
            }

            if (_log.State(record) != StateInFlight || IsExactlyOnce(record) != isExactlyOnce)
            {
                break;
            }

            token = _log.Token(record);
            // A store that does not take the release keeps the message: without both of them a reboot would forget an
            // identifier that the peer remembers.
            bool isReleaseKept = !isExactlyOnce || _records == null || _records.PutRelease(identifier, token);
            Remove(record, isReleaseKept);
            _inFlight--;
            return true;
        }

        token = 0;
        return false;
    }

    private void Remove(int record) => Remove(record, true);

    private void Remove(int record, bool isStoreTold)
    {
        int identifier = _log.Identifier(record);
        if (_source != null && IsStreamed(record))
        {
            _source = null;
        }
        else if (identifier != 0 && isStoreTold && _records != null)
        {
            _records.RemoveMessage(identifier);
        }

        _log.Remove(record);
    }
}
