namespace Edge.Mqtt;

/// <summary>Watches the silence on a connection. A client pings when nothing was sent or nothing was heard for its
/// keep-alive (MQTT 3.1.2-23); a server closes after one and a half times the client's (3.1.2-24).</summary>
internal sealed class KeepAlive
{
    private readonly int _answerTimeoutMs;
    private int _pingAfterMs;
    private int _closeAfterMs;
    private long _lastSent;
    private long _lastReceived;
    private long _answerDue = Deadline.Never;
    private bool _isAnswerAwaited;

    // Nothing is due before. Sending and receiving only put things off, so it is enough to look again then.
    private long _checkDue;

    internal KeepAlive(int answerTimeoutMs)
    {
        _answerTimeoutMs = answerTimeoutMs;
    }

    // A client's connection begins. The ping leaves a little early, so that the silence is never longer than promised.
    internal void BeginClient(int keepAliveSeconds, long now)
    {
        int keepAliveMs = keepAliveSeconds * 1000;
        Begin(keepAliveMs - (keepAliveMs >> 3), 0, now);
    }

    // A server has accepted a client.
    internal void BeginServer(int keepAliveSeconds, long now) => Begin(0, keepAliveSeconds * 1500, now);

    internal long CheckDue => _checkDue;

    internal bool IsAnswerAwaited => _isAnswerAwaited;

    internal void Sent(long now) => _lastSent = now;

    internal void Received(long now)
    {
        _lastReceived = now;
        if (_answerDue != Deadline.Never)
        {
            // A slow line with much to say is not dead: the time for the answer begins anew with every byte.
            _answerDue = now + _answerTimeoutMs;
            _checkDue = 0;
        }
    }

    internal bool IsPingDue(long now) => !_isAnswerAwaited && now >= PingDue;

    // A request that needs an answer (CONNECT, PINGREQ) was written.
    internal void AwaitAnswer()
    {
        _isAnswerAwaited = true;
        _answerDue = Deadline.Never;
        _checkDue = 0;
    }

    // Everything written has left this side; only now can the answer be late.
    internal void AllSent(long now)
    {
        if (_isAnswerAwaited && _answerDue == Deadline.Never)
        {
            _answerDue = now + _answerTimeoutMs;
            _checkDue = _answerDue < _checkDue ? _answerDue : _checkDue;
        }
    }

    internal void Answered()
    {
        _isAnswerAwaited = false;
        _answerDue = Deadline.Never;
        _checkDue = 0;
    }

    // isAllSent: nothing waits for the stream to take it.
    internal bool IsPeerSilent(long now, bool isAllSent) => now >= CloseDue(isAllSent);

    // Looks when something is due next.
    internal void Check(long now, bool isAllSent)
    {
        long due = CloseDue(isAllSent);
        long pingDue = _isAnswerAwaited ? Deadline.Never : PingDue;
        due = pingDue < due ? pingDue : due;
        // A ping that finds no room waits for room and not for time.
        _checkDue = due > now ? due : now + _answerTimeoutMs;
    }

    private long PingDue
    {
        get
        {
            if (_pingAfterMs == 0)
            {
                return Deadline.Never;
            }

            return (_lastSent < _lastReceived ? _lastSent : _lastReceived) + _pingAfterMs;
        }
    }

    private long CloseDue(bool isAllSent)
    {
        long due = _closeAfterMs == 0 ? Deadline.Never : _lastReceived + _closeAfterMs;
        if (!isAllSent && (_pingAfterMs != 0 || _isAnswerAwaited))
        {
            // A peer that takes no bytes never gets the request either: without any progress for as long as ping and
            // answer, or a CONNECT's answer, may take, it is gone.
            long progress = _lastSent > _lastReceived ? _lastSent : _lastReceived;
            long stuckDue = progress + _pingAfterMs + _answerTimeoutMs;
            due = stuckDue < due ? stuckDue : due;
        }

        return _answerDue < due ? _answerDue : due;
    }

    private void Begin(int pingAfterMs, int closeAfterMs, long now)
    {
        _pingAfterMs = pingAfterMs;
        _closeAfterMs = closeAfterMs;
        _lastSent = now;
        _lastReceived = now;
        _checkDue = now;
        Answered();
    }
}
