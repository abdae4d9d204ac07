namespace Edge.Link;

/// <summary>The side that speaks when it was asked: its turn begins when the primary's is over.</summary>
internal sealed class SecondaryTurns : TurnTaking
{
    // A primary asks a station at least every 60 s, and others in between.
    private const int SilentMs = 180_000;

    private readonly IByteStream _carrier;
    private readonly FrameInput _input;
    private readonly FrameOutput _output;
    private readonly LinkEndpoint _peer;
    private readonly IncomingTurn _incoming;
    private bool _isIncoming;
    private bool _isSending;
    private long _silentAt = Deadline.Never;

    internal SecondaryTurns(
        IByteStream carrier, FrameInput input, FrameOutput output, LinkOptions options, LinkEndpoint peer)
    {
        _carrier = carrier;
        _input = input;
        _output = output;
        _peer = peer;
        _incoming = new IncomingTurn(options);
    }

    internal override void OnOpen(long now)
    {
        _isIncoming = false;
        _isSending = false;
    }

    internal override void OnFrame(LinkEndpoint peer, int remaining, int payloadBytes, long now)
    {
        if (!_isIncoming)
        {
            _isIncoming = true;
            _incoming.Begin(_input, now, now);
        }

        _incoming.OnFrame(_input, remaining, payloadBytes, now);
        _silentAt = now + SilentMs;
    }

    internal override void Transmit(long now)
    {
        if (!_isSending && _isIncoming && _incoming.IsOver(_input, now))
        {
            _isIncoming = false;
            _isSending = true;
            _peer.PlanTurn(false, false);
        }

        _output.Flush();
        while (_isSending && _output.IsFree)
        {
            _isSending = _peer.PutPlanned(_output, now);
            _output.Flush();
        }

        if (now >= _silentAt)
        {
            _silentAt = Deadline.Never;
            _peer.OnSilent();
        }
    }

    internal override int WaitMs(long now)
    {
        int waitMs = _output.IsFree ? Deadline.Idle : _carrier.Poll(now);
        if (_isIncoming && !_isSending)
        {
            waitMs = Deadline.Earlier(waitMs, Deadline.Remaining(_incoming.EndsAt, now));
        }

        return Deadline.Earlier(waitMs, Deadline.Remaining(_silentAt, now));
    }
}
