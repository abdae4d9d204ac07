namespace Edge.Link;

/// <summary>The side that gives the turns: it asks one station after the other, waits for the answer, and asks those
/// that do not answer ever more rarely.</summary>
internal sealed class PrimaryTurns : TurnTaking
{
    // After so many turns without an answer only a short poll is worth sending; then, in turn with that, a hello, because
    // a station that was restarted understands nothing else; and then the station is given up for dead.
    private const int BareFromMisses = 2;
    private const int HelloFromMisses = 3;
    private const int MissesMax = 8;

    private const int DeadFirstMs = 1000;
    private const int DeadMsMax = 60_000;

    private readonly IByteStream _carrier;
    private readonly FrameInput _input;
    private readonly FrameOutput _output;
    private readonly LinkOptions _options;
    private readonly LinkEndpoint[] _stations;
    private readonly IncomingTurn _incoming;
    private readonly int _pollMs;
    private int _current;
    private bool _isDeadAllowed = true;
    private bool _isSending;
    private bool _isListening;
    private bool _isAnsweredEarly;
    private long _turnBeganAt;
    private long _turnBeganAtByte;
    private long _leftAt;

    internal PrimaryTurns(
        IByteStream carrier, FrameInput input, FrameOutput output, LinkOptions options, LinkEndpoint[] stations)
    {
        _carrier = carrier;
        _input = input;
        _output = output;
        _options = options;
        _stations = stations;
        _pollMs = options.PollMs;
        _incoming = new IncomingTurn(options);
        _current = stations.Length - 1;
    }

    private LinkEndpoint Current => _stations[_current];

    internal override void OnOpen(long now)
    {
        _isSending = false;
        _isListening = false;
        for (int i = 0; i < _stations.Length; i++)
        {
            _stations[i].Misses = 0;
            _stations[i].PollAt = now;
        }
    }

    internal override void OnFrame(LinkEndpoint peer, int remaining, int payloadBytes, long now)
    {
        if (peer != Current)
        {
            return;
        }

        // Where the bytes need less time than the bit rate says, the answer may come before they seem to have left.
        if (_isSending && !_isAnsweredEarly && !peer.HasPlanned && _output.IsFree)
        {
            _isAnsweredEarly = true;
            _incoming.Begin(_input, now, now);
        }

        if (_isListening || _isAnsweredEarly)
        {
            _incoming.OnFrame(_input, remaining, payloadBytes, now);
        }
    }

    internal override void Transmit(long now)
    {
        while (true)
        {
            if (_isListening)
            {
                if (!_incoming.IsOver(_input, now))
                {
                    return;
                }

                EndTurn(now);
            }

            if (!_isSending)
            {
                if (!Choose(now))
                {
                    return;
                }

                _isSending = true;
                _isAnsweredEarly = false;
                _leftAt = Deadline.Never;
                _turnBeganAt = now;
                _turnBeganAtByte = _output.BytesPut;
                int misses = Current.Misses;
                Current.PlanTurn(misses >= BareFromMisses, misses >= HelloFromMisses && (misses & 1) != 0);
            }

            if (!Send(now))
            {
                return;
            }

            _isListening = true;
            if (!_isAnsweredEarly)
            {
                _incoming.Begin(_input, now + Current.AnswerTimer.TimeOutMs, now);
            }
        }
    }

    internal override int WaitMs(long now)
    {
        if (_isListening)
        {
            return Deadline.Remaining(_incoming.EndsAt, now);
        }

        if (_isSending)
        {
            int lineMs = _leftAt == Deadline.Never
                ? _options.LineMs(_output.BytesWaiting) + 1
                : Deadline.Remaining(_leftAt, now);
            return _output.IsFree ? lineMs : Deadline.Earlier(lineMs, _carrier.Poll(now));
        }

        long due = Deadline.Never;
        for (int i = 0; i < _stations.Length; i++)
        {
            long at = _stations[i].HasDue ? now : _stations[i].PollAt;
            due = at < due ? at : due;
        }

        return Deadline.Remaining(due, now);
    }

    // The next station in the round that wants a turn. Among those that answer, one that does not may cost its
    // time-out once a round.
    private bool Choose(long now)
    {
        for (int i = 0; i < _stations.Length; i++)
        {
            _current++;
            if (_current == _stations.Length)
            {
                _current = 0;
                _isDeadAllowed = true;
            }

            LinkEndpoint station = Current;
            if (station.PollAt <= now || station.HasDue)
            {
                if (station.IsUp)
                {
                    return true;
                }

                if (_isDeadAllowed)
                {
                    _isDeadAllowed = false;
                    return true;
                }
            }
        }

        return false;
    }

    // True when the whole turn has left.
    private bool Send(long now)
    {
        _output.Flush();
        while (_output.IsFree && Current.HasPlanned)
        {
            Current.PutPlanned(_output, now);
            _output.Flush();
        }

        if (Current.HasPlanned || !_output.IsFree || _output.BytesWaiting > 0)
        {
            return false;
        }

        // A driver may call sent what its adapter still holds.
        if (_leftAt == Deadline.Never)
        {
            _leftAt = _turnBeganAt + _options.LineMs((int)(_output.BytesPut - _turnBeganAtByte));
            _leftAt = _leftAt < now ? now : _leftAt;
        }

        if (now < _leftAt)
        {
            return false;
        }

        _isSending = false;
        return true;
    }

    private void EndTurn(long now)
    {
        _isListening = false;
        LinkEndpoint station = Current;
        if (_incoming.IsHeard)
        {
            if (!_isAnsweredEarly || station.Misses == 0)
            {
                station.TakeRoundTrip(_incoming.FirstByteAt - _leftAt);
            }
            else
            {
                // It may be the answer to the turn before, for which the wait was too short.
                station.AnswerTimer.BackOff();
            }

            station.Misses = 0;
            station.PollAt = station.HadTraffic ? now : now + _pollMs;
            return;
        }

        station.Misses++;
        station.PollAt = now;
        if (_incoming.FirstByteAt == Deadline.Never && station.Misses > 1)
        {
            // Nobody, or an answer that takes longer than is known, rather than a poll that was lost.
            station.AnswerTimer.BackOff();
        }

        if (station.IsUp)
        {
            station.Counters.TimeOuts++;
            if (station.Misses >= MissesMax)
            {
                station.OnSilent();
                station.Misses = 0;
            }
        }
        else
        {
            // 1, 2, 4 ... 60 s; a station that may be there is asked at once.
            int doublings = station.Misses - HelloFromMisses;
            int delayMs = doublings < 0 ? 0 : doublings > 5 ? DeadMsMax : DeadFirstMs << doublings;
            station.PollAt = now + (delayMs < DeadMsMax ? delayMs : DeadMsMax);
        }
    }
}
