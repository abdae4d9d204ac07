using System;

namespace Edge.Link;

/// <summary>The reliable message under way: stop and wait, with one sequence number in flight.</summary>
internal sealed class ReliableSender
{
    // As many time-outs in a row, with nothing heard in between, mean that the peer is gone.
    private const int TimeOutsMax = 8;

    // Stuck means looking again ever more rarely.
    private const int LookAgainMsMax = 1000;

    private readonly LinkOptions _options;
    private readonly LinkCounters _counters;
    private readonly RetransmissionTimer _timer;
    private int _timesSent;
    private int _timeOuts;
    private bool _isTimerRunning;
    private long _sentAt;
    private long _resendAt;
    private long _leavesAtByte;
    private long _bytesLeftBefore;
    private int _lookAgainMs;

    internal ReliableSender(LinkOptions options, LinkCounters counters)
    {
        _options = options;
        _counters = counters;
        Message = new byte[options.FrameBytesMax - Frame.OverheadBytes];
        int longest = Frame.LineBytesMax(options.FrameBytesMax) + 1;
        int acknowledgement = Frame.LineBytesMax(Frame.OverheadBytes) + 1;
        _timer = new RetransmissionTimer(options.LineMs(longest + acknowledgement));
    }

    internal byte[] Message { get; }

    /// <summary>Bytes of the message; 0 when there is none.</summary>
    internal int Count { get; private set; }

    internal int Sequence { get; private set; }

    /// <summary>True when the message wants to go on the line, for the first time or again.</summary>
    internal bool IsToSend { get; private set; }

    internal void Accept(byte[] buffer, int offset, int count)
    {
        Array.Copy(buffer, offset, Message, 0, count);
        Count = count;
        IsToSend = true;
        _timesSent = 0;
    }

    /// <summary>The frame was put.</summary>
    /// <param name="leavesAtByte">The count of bytes at which it has left.</param>
    /// <param name="now">Milliseconds.</param>
    internal void OnPut(long leavesAtByte, long now)
    {
        if (_timesSent > 0)
        {
            _counters.FramesResent++;
        }

        IsToSend = false;
        _timesSent++;
        _isTimerRunning = false;
        _sentAt = now;
        _leavesAtByte = leavesAtByte;
        _bytesLeftBefore = -1;
    }

    /// <summary>Starts the timer when the frame has left, and sends it again when the timer has run out.</summary>
    /// <returns>True when the peer has been silent for so long that it must be asked whether it is there.</returns>
    internal bool Poll(long bytesLeft, long now)
    {
        if (Count == 0 || IsToSend)
        {
            return false;
        }

        if (!_isTimerRunning)
        {
            if (bytesLeft >= _leavesAtByte)
            {
                _isTimerRunning = true;
                _sentAt = now;
                _resendAt = now + _timer.TimeOutMs;
            }

            return false;
        }

        if (now < _resendAt)
        {
            return false;
        }

        _counters.TimeOuts++;
        _timer.BackOff();
        IsToSend = true;
        if (++_timeOuts < TimeOutsMax)
        {
            return false;
        }

        _counters.SilencesSeen++;
        Rewind();
        return true;
    }

    /// <summary>Milliseconds until <see cref="Poll"/> is due.</summary>
    internal int WaitMs(long bytesLeft, long now)
    {
        if (Count == 0 || IsToSend)
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

    /// <summary>Takes an acknowledgement.</summary>
    /// <returns>False when it is not for the message in flight.</returns>
    internal bool OnAck(int next, long now)
    {
        if (Count == 0 || _timesSent == 0 || next != ((Sequence + 1) & 0xFF))
        {
            return false;
        }

        if (_timesSent == 1)
        {
            _timer.Take(now - _sentAt);
            _counters.RoundTripMs = _timer.RoundTripMs;
        }
        else
        {
            _timer.Ease();
        }

        _counters.MessagesAcknowledged++;
        Sequence = next;
        Count = 0;
        IsToSend = false;
        return true;
    }

    /// <summary>A frame of the peer has come.</summary>
    internal void HearPeer() => _timeOuts = 0;

    /// <summary>The peer was away and has come back: what has left for it is lost, and waiting longer is for
    /// nothing.</summary>
    internal void OnPeerAsks()
    {
        if (_isTimerRunning)
        {
            Rewind();
        }
    }

    /// <summary>The way to the peer is new: send again at once when it is up.</summary>
    internal void Rewind()
    {
        IsToSend = Count > 0;
        _timeOuts = 0;
        _timer.Restore();
    }

    /// <summary>The peer is another one: the message in flight is lost and the sequence starts anew.</summary>
    internal void Reset()
    {
        if (Count > 0)
        {
            _counters.MessagesDropped++;
        }

        Count = 0;
        IsToSend = false;
        Sequence = 0;
        _timeOuts = 0;
        _timer.Reset();
    }
}
