using System;

namespace Edge.MqttSn;

/// <summary>Messages in the order of publishing. The first one is the one under way: there is a window of one
/// (MQTT-SN 1.2 §6.6). It is taken out when the gateway has acknowledged it.</summary>
/// <remarks>Body of a record: flags 1 byte (QoS and Retain), length of the topic 2, topic, payload.</remarks>
internal sealed class Outbox
{
    internal const byte StateWaiting = 0;

    // It may have arrived: it goes with DUP.
    internal const byte StateSent = 1;

    // Its PUBREC has come: only its PUBREL is sent.
    internal const byte StateReleased = 2;

    private const int FieldBytes = 3;
    private const int TokenBytes = 4;

    private readonly RecordLog _log;
    private readonly WhenFull _whenFull;
    private readonly ISessionStore? _store;
    private readonly SessionCounters _counters;
    private int _lastMsgId;

    // Messages of QoS -1 among the others.
    private int _connectionless;

    internal Outbox(int logBytes, WhenFull whenFull, ISessionStore? store, SessionCounters counters)
    {
        _log = new RecordLog(logBytes);
        _whenFull = whenFull;
        _store = store;
        _counters = counters;
    }

    internal int Count => _log.Count;

    internal byte[] Bytes => _log.Bytes;

    // The oldest message, or RecordLog.None.
    internal int First => _log.First;

    internal bool HasConnectionless => _connectionless > 0;

    internal byte State(int record) => _log.State(record);

    internal void SetState(int record, byte state) => _log.SetState(record, state);

    internal int MsgId(int record) => _log.Identifier(record);

    internal int Flags(int record) => _log.Bytes[RecordLog.BodyOffset(record)];

    internal int QualityOfService(int record) => MqttSn.Flags.QualityOfService(Flags(record));

    internal static int TopicOffset(int record) => RecordLog.BodyOffset(record) + FieldBytes;

    internal int TopicLength(int record)
    {
        int body = RecordLog.BodyOffset(record);
        return _log.Bytes[body + 1] | (_log.Bytes[body + 2] << 8);
    }

    internal int PayloadOffset(int record) => TopicOffset(record) + TopicLength(record);

    internal int PayloadLength(int record) => _log.BodyLength(record) - FieldBytes - TopicLength(record);

    // The oldest message of QoS -1; there is one.
    internal int FirstConnectionless()
    {
        int record = _log.First;
        while (QualityOfService(record) >= 0)
        {
            record = _log.Next(record);
        }

        return record;
    }

    // Takes a message; when it returns Stored, it survives a power cut.
    internal PublishResult Append(
        byte[] topic, byte[] payload, int offset, int count, int flags, int token, ISessionHandler handler)
    {
        int bodyBytes = FieldBytes + topic.Length + count;
        if (bodyBytes + RecordLog.HeaderBytes > _log.CapacityBytes)
        {
            _counters.PublishesRefused++;
            return PublishResult.RefusedTooLarge;
        }

        int record;
        while ((record = _log.Append(bodyBytes, StateWaiting, token)) == RecordLog.None)
        {
            int droppable = Droppable(topic);
            if (droppable == RecordLog.None)
            {
                _counters.PublishesRefused++;
                return PublishResult.RefusedFull;
            }

            int droppedToken = Remove(droppable);
            _counters.PublishesDropped++;
            handler.OnPublishDropped(droppedToken);
        }

        byte[] bytes = _log.Bytes;
        int body = RecordLog.BodyOffset(record);
        bytes[body] = (byte)flags;
        bytes[body + 1] = (byte)topic.Length;
        bytes[body + 2] = (byte)(topic.Length >> 8);
        Array.Copy(topic, 0, bytes, body + FieldBytes, topic.Length);
        Array.Copy(payload, offset, bytes, body + FieldBytes + topic.Length, count);
        int qualityOfService = MqttSn.Flags.QualityOfService(flags);
        _connectionless += qualityOfService < 0 ? 1 : 0;
        return qualityOfService <= 0 || _store == null ? PublishResult.Queued : Keep(record);
    }

    // 1 to 65,535, and none that a message has.
    internal int NextMsgId()
    {
        do
        {
            _lastMsgId = _lastMsgId == 65_535 ? 1 : _lastMsgId + 1;
        }
        while (Find(_lastMsgId) != RecordLog.None);
        return _lastMsgId;
    }

    // The message id under which a message goes, the same each time.
    internal int GiveMsgId(int record)
    {
        int msgId = _log.Identifier(record);
        if (msgId == 0)
        {
            msgId = NextMsgId();
            _log.SetIdentifier(record, msgId);
        }

        return msgId;
    }

    // From now on only the PUBREL of the message is sent; false when the store cannot promise it.
    internal bool Release(int record)
    {
        if (_store != null)
        {
            int key = SessionRecordKind.Key(SessionRecordKind.Release, MsgId(record));
            if (!_store.Put(key, _log.Bytes, RecordLog.BodyOffset(record) - TokenBytes, TokenBytes) || !_store.Flush())
            {
                _counters.StoreFailures++;
                return false;
            }
        }

        _log.SetState(record, StateReleased);
        return true;
    }

    // The message is over; returns its token. Forgetting needs no flush: at worst it is sent once more, or released.
    internal int Remove(int record)
    {
        int token = _log.Token(record);
        int msgId = MsgId(record);
        int qualityOfService = QualityOfService(record);
        _connectionless -= qualityOfService < 0 ? 1 : 0;
        if (_store != null && qualityOfService > 0)
        {
            // In this order: a release without its message is still one, a message without its release is not.
            _store.Remove(SessionRecordKind.Key(SessionRecordKind.Message, msgId));
            _store.Remove(SessionRecordKind.Key(SessionRecordKind.Release, msgId));
        }

        _log.Remove(record);
        return token;
    }

    // A message that the store has kept; false when it does not fit.
    internal bool Restore(int msgId, byte[] bytes, int offset, int count)
    {
        int record = Restore(msgId, BitConverter.ToInt32(bytes, offset), count - TokenBytes, StateSent);
        if (record != RecordLog.None)
        {
            Array.Copy(bytes, offset + TokenBytes, _log.Bytes, RecordLog.BodyOffset(record), count - TokenBytes);
        }

        return record != RecordLog.None;
    }

    // A release that the store has kept, as a rule beside its message.
    internal bool RestoreRelease(int msgId, byte[] bytes, int offset)
    {
        int record = Find(msgId);
        if (record == RecordLog.None)
        {
            record = Restore(msgId, BitConverter.ToInt32(bytes, offset), FieldBytes, StateReleased);
            if (record == RecordLog.None)
            {
                return false;
            }

            Array.Clear(_log.Bytes, RecordLog.BodyOffset(record), FieldBytes);
            _log.Bytes[RecordLog.BodyOffset(record)] = (byte)MqttSn.Flags.OfQualityOfService(2);
        }

        _log.SetState(record, StateReleased);
        return true;
    }

    private int Restore(int msgId, int token, int bodyBytes, byte state)
    {
        int record = _log.Append(bodyBytes, state, token);
        if (record != RecordLog.None)
        {
            _log.SetIdentifier(record, msgId);
            _lastMsgId = msgId;
        }

        return record;
    }

    private PublishResult Keep(int record)
    {
        int msgId = GiveMsgId(record);
        // The token stands right before the body, and is kept with it.
        int offset = RecordLog.BodyOffset(record) - TokenBytes;
        int key = SessionRecordKind.Key(SessionRecordKind.Message, msgId);
        if (_store!.Put(key, _log.Bytes, offset, TokenBytes + _log.BodyLength(record)) && _store.Flush())
        {
            return PublishResult.Stored;
        }

        Remove(record);
        _counters.PublishesRefused++;
        _counters.StoreFailures++;
        return PublishResult.RefusedStore;
    }

    // The oldest unsent message that may make room for one of this topic.
    private int Droppable(byte[] topic)
    {
        for (int record = _log.First; record != RecordLog.None && _whenFull != WhenFull.Refuse; record = _log.Next(record))
        {
            bool isOvertaken = _whenFull == WhenFull.DropOldest
                || (TopicLength(record) == topic.Length
                    && MqttSn.Bytes.AreSame(_log.Bytes, TopicOffset(record), topic, 0, topic.Length));
            if (isOvertaken && _log.State(record) == StateWaiting)
            {
                return record;
            }
        }

        return RecordLog.None;
    }

    private int Find(int msgId)
    {
        int record = _log.First;
        while (record != RecordLog.None && _log.Identifier(record) != msgId)
        {
            record = _log.Next(record);
        }

        return record;
    }
}
