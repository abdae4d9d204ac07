namespace Edge.Link;

/// <summary>The time-out of what was sent. On a half-duplex line only the primary waits, and not here.</summary>
internal sealed partial class ReliableSender
{
    // As many time-outs in a row, with nothing heard in between, mean that the peer is gone.
    private const int TimeOutsMax = 8;

    private const int InitialTimeOutMs = 1000;
    private const int TimeOutMsMax = 5000;

    // Stuck means looking again ever more rarely.
    private const int LookAgainMsMax = 1000;

    private readonly LinkOptions _options;
    private readonly RetransmissionTimer _timer;
    private int _timeOuts;
    private bool _isTimerRunning;
    private bool _isTimed;
    private int _timedOrder;
    private long _timedAt;
    private long _resendAt;
    private long _leavesAtByte;
    private long _bytesLeftBefore;
    private int _lookAgainMs;

    /// <summary>Starts the timer when the last frame has left. When it has run out, the first frame that has not arrived
    /// is sent again, and its acknowledgement tells of the others. A peer that holds what has arrived is asked in the
    /// same way whether it has room again.</summary>
    /// <returns>True when the peer has been silent for so long that it must be asked whether it is there.</returns>
    internal bool Poll(long bytesLeft, long now)
    {
        if (_isHalfDuplex || _sent == 0 || _lost > 0)
        {
            return false;
        }

        if (!_isTimerRunning)
        {
            if (bytesLeft >= _leavesAtByte)
            {
                _isTimerRunning = true;
                _resendAt = now + _timer.TimeOutMs;
                if (!_isTimed)
                {
                    _isTimed = true;
                    _timedOrder = _order;
                    _timedAt = now;
                }
            }

            return false;
        }

        if (now < _resendAt)
        {
            return false;
        }

        _counters.TimeOuts++;
        _timer.BackOff();
        _isTimerRunning = false;
        int index = 0;
        while (index < _sent && (_marks[PlaceOf(index)] & ArrivedMark) != 0)
        {
            index++;
        }

        _marks[PlaceOf(index < _sent ? index : 0)] |= LostMark;
        _lost++;
        return ++_timeOuts >= TimeOutsMax;
    }

    /// <summary>Milliseconds until <see cref="Poll"/> is due.</summary>
    internal int WaitMs(long bytesLeft, long now)
    {
        if (_isHalfDuplex || _sent == 0 || _lost > 0)
        {
            return Deadline.Idle;
        }

        if (_isTimerRunning)
        {
            return Deadline.Remaining(_resendAt, now);
        }

        if (bytesLeft != _bytesLeftBefore)
        {
            _bytesLeftBefore = bytesLeft;
            _lookAgainMs = _options.LineMs((int)(_leavesAtByte - bytesLeft)) + 1;
        }
        else if (_lookAgainMs < LookAgainMsMax)
        {
            _lookAgainMs *= 2;
        }

        return _lookAgainMs;
    }

    /// <summary>A frame of the peer has come.</summary>
    internal void HearPeer() => _timeOuts = 0;

    /// <summary>The peer was away and has come back: what has left for it is lost, and waiting longer is for
    /// nothing.</summary>
    internal void OnPeerAsks()
    {
        if (_isTimerRunning || _isHalfDuplex)
        {
            Rewind();
        }
    }

    private void OnPut(long leavesAtByte)
    {
        _isTimerRunning = false;
        _leavesAtByte = leavesAtByte;
        _bytesLeftBefore = -1;
    }

    // Karn: a frame that was resent tells nothing.
    private void SampleRoundTrip(int order, bool isResent, long now)
    {
        if (!_isTimed || order - _timedOrder < 0)
        {
            return;
        }

        _isTimed = false;
        if (order == _timedOrder && !isResent)
        {
            _timer.Take(now - _timedAt);
            _counters.RoundTripMs = _timer.RoundTripMs;
        }
    }

    private void OnProgress(long now)
    {
        _timer.Ease();
        if (_sent == 0)
        {
            _isTimerRunning = false;
        }
        else if (_isTimerRunning)
        {
            _resendAt = now + _timer.TimeOutMs;
        }
    }

    private void RestoreTimer()
    {
        _timeOuts = 0;
        _isTimerRunning = false;
        _isTimed = false;
        // What had not left when a carrier closed never leaves.
        _leavesAtByte = 0;
        _timer.Restore();
    }

    private void ResetTimer()
    {
        _timeOuts = 0;
        _isTimerRunning = false;
        _isTimed = false;
        _timer.Reset();
    }
}
