namespace Edge.Link;

/// <summary>What the line asks of an endpoint: to take a frame, and to put the next.</summary>
public sealed partial class LinkEndpoint
{
    private bool _isHelloPlanned;
    private bool _isAckPlanned;
    private bool _isAckCarried;
    private int _unreliablePlanned;
    private int _reliablePlanned;
    private int _copiesPlanned;
    private bool _wasUnreliable;

    internal Handshake Handshake { get; }

    internal ReliableSender Sender { get; }

    internal FrameEncoder Encoder { get; }

    internal Goodput Goodput { get; } = new Goodput();

    /// <summary>How long the first byte of an answer may take, on a half-duplex line.</summary>
    internal RetransmissionTimer AnswerTimer { get; }

    /// <summary>Turns in a row without an answer.</summary>
    internal int Misses { get; set; }

    /// <summary>When the station is to be asked again.</summary>
    internal long PollAt { get; set; }

    /// <summary>True when the last turn carried more than that there is nothing.</summary>
    internal bool HadTraffic { get; private set; }

    internal bool HasMessage => _receiver.ShownCount > 0;

    /// <summary>True when there is something to send.</summary>
    internal bool HasDue =>
        Handshake.IsAnswerDue || (IsUp && (_receiver.IsAckDue || _once.Frames > 0 || Sender.Due > 0));

    internal bool HasPlanned => _isHelloPlanned || _isAckPlanned || _unreliablePlanned + _reliablePlanned + _copiesPlanned > 0;

    /// <summary>Takes a frame.</summary>
    /// <returns>True when the seed of the checks has changed.</returns>
    internal bool OnFrame(FrameDecoder frame, long now)
    {
        Sender.HearPeer();
        FrameType type = frame.Type;
        if (type == FrameType.Hello)
        {
            return OnHello(frame, now);
        }

        Handshake.HearPeer();
        HadTraffic |= type != FrameType.Ack;
        if (type == FrameType.Ack)
        {
            Sender.OnAck(frame.Sequence, frame.Body, Frame.PayloadOffset, frame.PayloadCount, now);
        }
        else if (type == FrameType.Unreliable || type == FrameType.UnreliableNext)
        {
            ShownEpoch = HasMessage ? ShownEpoch : Epoch;
            _receiver.OnUnreliable(frame, type == FrameType.Unreliable);
        }
        else
        {
            bool carriesAck = type == FrameType.ReliableAck && frame.PayloadCount > 0;
            if (carriesAck)
            {
                Sender.OnAck(frame.Body[Frame.PayloadOffset], frame.Body, 0, 0, now);
            }

            ShownEpoch = HasMessage ? ShownEpoch : Epoch;
            _receiver.OnReliable(frame, carriesAck);
        }

        return false;
    }

    /// <summary>Full duplex: puts what goes next. Hellos first, without which the peer cannot read the rest.</summary>
    /// <returns>False when nothing is due.</returns>
    internal bool PutNext(FrameOutput output, long now)
    {
        if (Handshake.DueAt <= now)
        {
            PutHello(output, now);
            return true;
        }

        if (!IsUp)
        {
            return false;
        }

        int due = Sender.Due;
        if (_receiver.IsAckDue && !CanCarryAck(due))
        {
            PutAck(output, 0);
            return true;
        }

        if (_once.Frames > 0 && (due == 0 || !_wasUnreliable))
        {
            _wasUnreliable = true;
            _once.Put(output, Encoder, 0);
            return true;
        }

        _wasUnreliable = false;
        if (due > 0)
        {
            PutReliable(output, _receiver.IsAckPending && CanCarryAck(due), Remaining(due - 1));
        }

        return due > 0;
    }

    /// <summary>Half duplex: decides what goes into the turn that begins now.</summary>
    /// <param name="isBare">True when no more than a poll is worth it.</param>
    /// <param name="isHello">True when the peer may not know who speaks.</param>
    internal void PlanTurn(bool isBare, bool isHello)
    {
        HadTraffic = false;
        _isHelloPlanned = Handshake.IsAnswerDue || !IsUp || isHello;
        _isAckPlanned = false;
        _isAckCarried = false;
        _unreliablePlanned = 0;
        _reliablePlanned = 0;
        _copiesPlanned = 0;
        if (_isHelloPlanned)
        {
            return;
        }

        int window = isBare ? 0 : Handshake.Window;
        int due = Sender.Due;
        // What is sent once goes first, but leaves half of the turn to what is repeated.
        int share = due == 0 ? window : window - (due < window / 2 ? due : window / 2);
        _unreliablePlanned = _once.Frames < share ? _once.Frames : share;
        window -= _unreliablePlanned;
        _reliablePlanned = due < window ? due : window;
        window -= _reliablePlanned;
        int copies = Sender.Lost < _size.CopiesMax ? Sender.Lost : _size.CopiesMax;
        _copiesPlanned = window < copies ? window : copies;
        HadTraffic = _unreliablePlanned + _reliablePlanned > 0;
        _isAckCarried = _reliablePlanned > 0 && CanCarryAck(due);
        // Without it a peer whose first frames were lost would not learn of that.
        _isAckPlanned = !_isAckCarried;
    }

    /// <summary>Half duplex: puts the next frame of the turn.</summary>
    /// <returns>False when it was the last.</returns>
    internal bool PutPlanned(FrameOutput output, long now)
    {
        int following = _unreliablePlanned + _reliablePlanned + _copiesPlanned - (_isAckPlanned ? 0 : 1);
        if (_isHelloPlanned)
        {
            _isHelloPlanned = false;
            PutHello(output, now);
            return false;
        }

        int remaining = Remaining(following);
        bool isPut = false;
        if (_isAckPlanned)
        {
            _isAckPlanned = false;
        }
        else if (_unreliablePlanned > 0)
        {
            _unreliablePlanned--;
            isPut = _once.Put(output, Encoder, remaining);
        }
        else if (_reliablePlanned > 0)
        {
            _reliablePlanned--;
            isPut = Sender.Due > 0;
            if (isPut)
            {
                PutReliable(output, _isAckCarried && CanCarryAck(1), remaining);
                _isAckCarried = false;
            }
        }
        else
        {
            _copiesPlanned--;
            isPut = Sender.PutCopy(output, Encoder, remaining);
        }

        // What was planned may have been acknowledged late, or lost with a life of the peer; the turn stays as long as it
        // was said to be.
        if (!isPut)
        {
            PutAck(output, remaining);
        }

        if (following == 0)
        {
            Sender.OnTurnEnd();
        }

        return following > 0;
    }

    /// <summary>The peer does not answer any more.</summary>
    internal void OnSilent()
    {
        if (IsUp)
        {
            Counters.SilencesSeen++;
            OnCarrierLost();
        }
    }

    /// <summary>The carrier is gone. What is under way waits for the next one.</summary>
    internal void OnCarrierLost()
    {
        Handshake.LosePeer();
        Sender.Rewind();
        _once.Clear();
    }

    internal void TakeRoundTrip(long ms)
    {
        AnswerTimer.Take(ms);
        Counters.RoundTripMs = AnswerTimer.RoundTripMs;
    }

    private static int Remaining(int frames) => frames < Frame.RemainingMax ? frames : Frame.RemainingMax;

    private bool CanCarryAck(int due) => due > 0 && !_receiver.NeedsBitmap && Sender.CanCarryAck;

    private bool OnHello(FrameDecoder frame, long now)
    {
        if (Handshake.OnHello(frame.Body, Frame.PayloadOffset, frame.PayloadCount, now))
        {
            Encoder.Seed = Handshake.FcsSeed(_fcs);
            Encoder.IsReduced = Handshake.PeerReadsReduced;
            int payloadBytesMax = Handshake.FrameBytesMax - _options.OverheadBytes;
            Sender.Reset();
            Sender.Limit(payloadBytesMax, Handshake.Span);
            _size.Limit(payloadBytesMax, Handshake.Window);
            _once.Clear();
            _receiver.Reset();
            return true;
        }

        if (Handshake.IsAnswerDue)
        {
            Sender.OnPeerAsks();
        }

        return false;
    }

    private void PutHello(FrameOutput output, long now) =>
        output.Put(Encoder, FrameType.Hello, 0, 0, 0, Handshake.Say(now), 0, Hello.Bytes);

    private void PutAck(FrameOutput output, int remaining)
    {
        int bytes = _receiver.WriteBitmap(_bitmap);
        output.Put(Encoder, FrameType.Ack, remaining, _receiver.Next, 0, _bitmap, 0, bytes);
        _receiver.OnAckPut();
    }

    private void PutReliable(FrameOutput output, bool carriesAck, int remaining)
    {
        Sender.Put(output, Encoder, carriesAck ? _receiver.Next : -1, remaining);
        if (carriesAck)
        {
            _receiver.OnAckPut();
        }
    }
}
