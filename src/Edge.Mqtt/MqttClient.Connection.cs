using System;

namespace Edge.Mqtt;

// The life of the connection: wait, open, exchange, and again.
public sealed partial class MqttClient
{
    // A connection that held this long was a good one: the next delay begins small again.
    private const int LastingMs = 10_000;

    private Phase _phase = Phase.Waiting;
    private long _due;
    private long _connectedAt = Deadline.Never;
    private bool _isStopping;

    // True for nobody but the polling thread while it holds the lock.
    private bool _isPolling;

    private enum Phase
    {
        Waiting,
        Opening,
        Running,
        Stopped,
    }

    /// <inheritdoc/>
    public int Poll(long now)
    {
        lock (_gate)
        {
            _isPolling = true;
            try
            {
                return PollLocked(now);
            }
            finally
            {
                _isPolling = false;
            }
        }
    }

    private int PollLocked(long now)
    {
        if (_isStopping && (_phase != Phase.Running || (!_session.IsConnected && !_session.HasFarewell)))
        {
            // There is nobody to say goodbye to.
            return Stop();
        }

        switch (_phase)
        {
            case Phase.Waiting:
                return Wait(now);
            case Phase.Opening:
                return Open(now);
            case Phase.Running:
                return Exchange(now);
            default:
                return Deadline.Idle;
        }
    }

    private int Stop()
    {
        if (_phase != Phase.Stopped)
        {
            _stream.Close();
            _phase = Phase.Stopped;
        }

        return Deadline.Idle;
    }

    private int Wait(long now)
    {
        if (now < _due)
        {
            // The stream may have something to finish, such as telling the peer that it was closed.
            return Deadline.Earlier(_stream.Poll(now), Deadline.Remaining(_due, now));
        }

        _stream.Open(now);
        _phase = Phase.Opening;
        _due = now + _options.OpenTimeoutMs;
        return Open(now);
    }

    private int Open(long now)
    {
        int waitMs = _stream.Poll(now);
        switch (_stream.State)
        {
            case StreamState.Open:
                _session.Begin(now);
                _carrier.Begin();
                _phase = Phase.Running;
                _connectedAt = now;
                return Exchange(now);
            case StreamState.Opening when now < _due:
                return Deadline.Earlier(waitMs, Deadline.Remaining(_due, now));
            default:
                return Lost(DisconnectReason.NotOpened, now);
        }
    }

    private int Exchange(long now)
    {
        int waitMs = _carrier.Exchange(now);
        return waitMs == SessionCarrier.Over ? Lost(_session.Ending, now) : waitMs;
    }

    private int Lost(DisconnectReason reason, long now)
    {
        _stream.Close();
        if (_phase == Phase.Running && now - _connectedAt >= LastingMs)
        {
            _backoff.Reset();
        }

        if (reason == DisconnectReason.Refused && Verdict == ConnectVerdict.DoNotRetry)
        {
            _backoff.Slow();
        }

        _phase = _isStopping ? Phase.Stopped : Phase.Waiting;
        int waitMs = _backoff.NextMs();
        _due = now + waitMs;
        try
        {
            _handler.OnDisconnected(reason);
        }
        catch (Exception failure)
        {
            _session.HandlerFailed(failure);
        }

        return _phase == Phase.Stopped ? Deadline.Idle : waitMs;
    }
}
