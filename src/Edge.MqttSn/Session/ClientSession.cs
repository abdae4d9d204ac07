using System;

namespace Edge.MqttSn;

/// <summary>A client's conversation with its gateway. One request is under way at a time, whatever it is; it is sent again
/// until it is answered (MQTT-SN 1.2 §6.6, §6.13). Pure: datagrams and milliseconds go in, datagrams and handler calls
/// come out.</summary>
public sealed partial class ClientSession : ISessionRecords
{
    // A connection that held this long was a good one: the next delay begins small again.
    private const int LastingMs = 10_000;

    // How soon a link that had no room is asked again, unless it says so itself.
    private const int BlockedMs = 50;

    // Messages taken at a time before others have their turn.
    private const int ReceivedMax = 16;

    private readonly MqttSnClientOptions _options;
    private readonly IMessageLink _link;
    private readonly Outbox _outbox;
    private readonly Inbox _inbox;
    private readonly TopicIds _topics;
    private readonly Subscriptions _subscriptions;
    private readonly SessionCounters _counters = new SessionCounters();
    private readonly Backoff _backoff;
    private readonly byte[] _buffer;
    private readonly int _answerMs;
    private readonly int _pingAfterMs;
    private IClientHandler _handler;
    private ClientPhase _phase = ClientPhase.Waiting;

    // When a waiting client connects.
    private long _connectDue;
    private long _connectedAt;
    private long _lastSent;
    private long _lastReceived;

    // The gateway is congested until then.
    private long _pausedUntil;
    private int _epoch;

    // The gateway remembers no message id that this side has forgotten. Else a clean connection without a will is made and
    // ended, for nothing but that, and the next CONNECT at once begins the session that is to last.
    private bool _hasForgotten;
    private bool _isStopping;

    // The link had no room for something.
    private bool _isBlocked;

    // More has come than was taken in one turn.
    private bool _hasMore;

    internal ClientSession(MqttSnClientOptions options, IMessageLink link, IClientHandler handler)
    {
        _options = options;
        _link = link;
        _handler = handler;
        _outbox = new Outbox(options.LogBytes, options.WhenFull, options.Store, _counters);
        _inbox = new Inbox(options.Store, _counters);
        _topics = new TopicIds(options);
        _subscriptions = new Subscriptions(options.SubscriptionsMax);
        _backoff = new Backoff(options.RetryFirstMs, options.RetryMaxMs, options.Seed);
        _searchBackoff = new Backoff(SearchMs, SearchMsMax, options.Seed);
        _network = link as IGatewayNetwork;
        _buffer = new byte[options.SendBytes];
        _answerMs = options.AnswerMs;
        _hasForgotten = options.CleanSession || options.Store != null || options.IsConnectionless;
        // The ping leaves a little early, so that the silence is never longer than promised.
        _pingAfterMs = options.KeepAliveSeconds * 875;
        if (options.Store != null)
        {
            options.Store.Load(this);
        }
    }

    /// <summary>What has happened since construction.</summary>
    public SessionCounters Counters => _counters;

    /// <summary>True from the CONNACK to the end of the connection, sleep included.</summary>
    public bool IsConnected => _phase >= ClientPhase.Active && _phase < ClientPhase.Disconnecting;

    /// <summary>True while the gateway keeps what comes for this client (MQTT-SN 1.2 §6.14).</summary>
    public bool IsAsleep => _phase == ClientPhase.Asleep;

    /// <summary>The gateway's last answer to a CONNECT.</summary>
    public ReturnCode ReturnCode { get; private set; }

    /// <summary>Why the last connection ended, or could not be made.</summary>
    public DisconnectReason LastReason { get; private set; }

    /// <summary>The rule that the last discarded datagram broke.</summary>
    public Violation LastViolation { get; private set; }

    /// <summary>What the handler threw last.</summary>
    public Exception? LastHandlerFailure { get; private set; }

    /// <summary>Messages waiting to be sent or to be acknowledged by the gateway.</summary>
    public int QueuedMessages => _outbox.Count;

    internal bool IsStopped => _phase == ClientPhase.Stopped;

    /// <summary>Takes a record back from the store.</summary>
    /// <exception cref="ArgumentException">It does not fit.</exception>
    void ISessionRecords.OnRecord(int key, byte[] bytes, int offset, int count)
    {
        int msgId = key & 0xFFFF;
        bool fits = true;
        switch (key >> 16)
        {
            case SessionRecordKind.Message:
                fits = _outbox.Restore(msgId, bytes, offset, count);
                break;
            case SessionRecordKind.Release:
                fits = _outbox.RestoreRelease(msgId, bytes, offset);
                break;
            case SessionRecordKind.Inbound:
                _inbox.Restore(msgId);
                break;
            default:
                break;
        }

        if (!fits)
        {
            throw new ArgumentException("the session store holds more than LogBytes");
        }
    }

    internal void Attach(IClientHandler handler, Will? will)
    {
        _options.Check(will);
        _handler = handler;
        _options.Will = will ?? _options.Will;
    }

    internal PublishResult Publish(byte[] topic, byte[] payload, int offset, int count, int flags, int token)
    {
        bool isNormal = _topics.TypeOf(topic, 0, topic.Length, out _) == TopicIdType.Normal;
        if (MessageHeader.MessageBytes(MessageWriter.PublishFieldBytes + count) > _buffer.Length
            || (isNormal && (topic.Length > _options.TopicBytesMax
                || MessageHeader.MessageBytes(MessageWriter.RegisterFieldBytes + topic.Length) > _buffer.Length)))
        {
            _counters.PublishesRefused++;
            return PublishResult.RefusedTooLarge;
        }

        bool isNext = _phase == ClientPhase.Active && _outbox.Count == 0 && _request == MessageType.None;
        PublishResult result = _outbox.Append(topic, payload, offset, count, flags, token, _handler);
        return isNext && result == PublishResult.Queued ? PublishResult.Accepted : result;
    }

    internal TopicIdType TypeOf(byte[] topic) => _topics.TypeOf(topic, 0, topic.Length, out _);

    internal bool Subscribe(TopicFilter filter, QualityOfService qualityOfService)
    {
        int bytes = MessageHeader.MessageBytes(MessageWriter.SubscribeFieldBytes + filter.Utf8Bytes.Length);
        if (bytes > _buffer.Length)
        {
            throw new ArgumentException("a topic filter must fit a message of SendBytes (5.4.15)", nameof(filter));
        }

        return _subscriptions.Add(filter, qualityOfService);
    }

    internal bool Unsubscribe(TopicFilter filter) => _subscriptions.Remove(filter);

    internal void Acknowledge(int delivery) => _inbox.Take(delivery);

    internal void Disconnect() => _isStopping = true;

    // Does what is due; returns milliseconds until it wants to be called again.
    internal int Poll(long now)
    {
        if (_phase == ClientPhase.Stopped)
        {
            return Deadline.Idle;
        }

        _link.Poll(now);
        _isBlocked = false;
        _hasMore = false;
        if (_phase >= ClientPhase.Connecting && _link.Epoch != _epoch)
        {
            Lost(DisconnectReason.StreamClosed, now);
        }

        try
        {
            Receive(now);
            Check(now);
            while (!_isBlocked && ComposeNext(now))
            {
            }
        }
        catch (Exception failure)
        {
            HandlerFailed(failure);
            Lost(DisconnectReason.HandlerFailed, now);
        }

        if (_phase == ClientPhase.Stopped)
        {
            return Deadline.Idle;
        }

        // Asked last, because reading and sending change what a link waits for.
        int linkMs = _link.Poll(now);
        // While the link has no room, whatever is due waits for that.
        int dueMs = _hasMore ? 0 : _isBlocked ? BlockedMs : Deadline.Remaining(NextDue(now), now);
        return Deadline.Earlier(linkMs, dueMs);
    }

    private void Receive(long now)
    {
        int left = ReceivedMax;
        while (SendAnswers(now) && _link.Peek(out byte[] buffer, out int offset, out int count))
        {
            if (left-- == 0)
            {
                _hasMore = true;
                return;
            }

            try
            {
                Received(buffer, offset, count, now);
            }
            finally
            {
                _link.Release();
            }
        }
    }

    // The connection has ended, or could not be made; the next attempt comes by itself.
    private void Lost(DisconnectReason reason, long now)
    {
        bool wasConnected = IsConnected;
        if (wasConnected && now - _connectedAt >= LastingMs)
        {
            _backoff.Reset();
        }

        LastReason = reason;
        _request = MessageType.None;
        _answerBytes = 0;
        _isWaking = false;
        _inbox.LetGo();
        _phase = _isStopping ? ClientPhase.Stopped : ClientPhase.Waiting;
        bool isCongested = reason == DisconnectReason.Refused && ReturnCode == ReturnCode.Congestion;
        if (reason == DisconnectReason.Refused && !isCongested)
        {
            _backoff.Slow();
        }

        // 6.3: after a refusal for congestion, T_WAIT.
        _connectDue = now + (isCongested ? _options.CongestionWaitMs : _backoff.NextMs());
        try
        {
            _handler.OnDisconnected(reason);
        }
        catch (Exception failure)
        {
            HandlerFailed(failure);
        }
    }

    private void HandlerFailed(Exception failure)
    {
        LastHandlerFailure = failure;
        _counters.HandlerFailures++;
    }

    // When time alone brings something.
    private long NextDue(long now)
    {
        long due = _request != MessageType.None ? _requestDue : Deadline.Never;
        switch (_phase)
        {
            case ClientPhase.Waiting:
                // A link that is down says itself when it is up.
                return _options.IsConnectionless || !_link.IsUp ? Deadline.Never : _connectDue;
            case ClientPhase.Searching:
                return _searchDue;
            case ClientPhase.Asleep:
                return _wakeDue;
            case ClientPhase.Active when _request == MessageType.None:
                due = PingDue;
                bool isPaused = _pausedUntil > now && (_outbox.Count > 0 || _subscriptions.NextDue() >= 0);
                return isPaused && _pausedUntil < due ? _pausedUntil : due;
            default:
                return due;
        }
    }

    private long PingDue => _pingAfterMs == 0 ? Deadline.Never
        : (_lastSent < _lastReceived ? _lastSent : _lastReceived) + _pingAfterMs;
}
