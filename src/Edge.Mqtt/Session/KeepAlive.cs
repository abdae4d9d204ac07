namespace Edge.Mqtt;

/// <summary>Watches the silence on a connection. A client pings when nothing was sent or nothing was heard for its
/// keep-alive (MQTT 3.1.2-23); a server closes after one and a half times the client's (3.1.2-24).</summary>
internal sealed class KeepAlive
{
    // When nothing is due before. Sending and receiving only put things off, so it is enough to look again then.
    internal long CheckDue;

    // When bytes have left this side last.
    internal long LastSent;

    // Check has found that a PINGREQ is due, and it is not written yet.
    internal bool IsPingDue;

    // A request that needs an answer is under way.
    internal bool IsAnswerAwaited;

    private readonly int _answerTimeoutMs;
    private int _pingAfterMs;
    private int _closeAfterMs;
    private long _lastReceived;
    private long _answerDue = Deadline.Never;

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

    internal void Received(long now)
    {
        _lastReceived = now;
        long due = _answerDue;
        if (due != Deadline.Never)
        {
            // A slow line with much to say is not dead: the time for the answer begins anew with every byte.
            _answerDue = now + _answerTimeoutMs;
            CheckDue = CheckDue == due ? _answerDue : CheckDue;
        }
    }

    // A request that needs an answer (CONNECT, PINGREQ) was written.
    internal void AwaitAnswer(long now)
    {
        IsPingDue = false;
        IsAnswerAwaited = true;
        _answerDue = Deadline.Never;
        // Until it has left, it may be stuck.
        LookAt(now + _answerTimeoutMs);
    }

    // Everything written has left this side; only now can the answer be late.
    internal void AllSent(long now)
    {
        if (_answerDue == Deadline.Never)
        {
            _answerDue = now + _answerTimeoutMs;
            LookAt(_answerDue);
        }
    }

    internal void Answered()
    {
        IsAnswerAwaited = false;
        _answerDue = Deadline.Never;
        CheckDue = PingDue;
    }

    // Something else wants to be looked at then.
    internal void LookAt(long due)
    {
        if (due < CheckDue)
        {
            CheckDue = due;
        }
    }

    // Finds what is due, and when to look again; false when the peer has been silent for too long.
    // isAllSent: nothing waits for the stream to take it.
    internal bool Check(long now, bool isAllSent)
    {
        long due = CloseDue(isAllSent);
        if (now >= due)
        {
            return false;
        }

        long pingDue = IsAnswerAwaited ? Deadline.Never : PingDue;
        IsPingDue = now >= pingDue;
        // A ping that finds no room waits for room and not for time.
        CheckDue = IsPingDue ? now + _answerTimeoutMs : pingDue < due ? pingDue : due;
        return true;
    }

    private long PingDue
    {
        get
        {
            if (_pingAfterMs == 0)
            {
                return Deadline.Never;
            }

            return (LastSent < _lastReceived ? LastSent : _lastReceived) + _pingAfterMs;
        }
    }

    private long CloseDue(bool isAllSent)
    {
        long due = _closeAfterMs == 0 ? Deadline.Never : _lastReceived + _closeAfterMs;
        if (!isAllSent && (_pingAfterMs != 0 || IsAnswerAwaited))
        {
            // A peer that takes no bytes never gets the request either: without any progress for as long as ping and
            // answer, or a CONNECT's answer, may take, it is gone.
            long progress = LastSent > _lastReceived ? LastSent : _lastReceived;
            long stuckDue = progress + _pingAfterMs + _answerTimeoutMs;
            due = stuckDue < due ? stuckDue : due;
        }

        return _answerDue < due ? _answerDue : due;
    }

    private void Begin(int pingAfterMs, int closeAfterMs, long now)
    {
        _pingAfterMs = pingAfterMs;
        _closeAfterMs = closeAfterMs;
        LastSent = now;
        _lastReceived = now;
        IsPingDue = false;
        Answered();
        // The first look finds the rest.
        CheckDue = now;
    }
}
