namespace Edge.Link;

/// <summary>A line of two that carries both directions at once: whatever is due is sent.</summary>
internal sealed class FullDuplex : TurnTaking
{
    private readonly IByteStream _carrier;
    private readonly FrameOutput _output;
    private readonly LinkOptions _options;
    private readonly LinkEndpoint _peer;

    // What waits in the carrier makes an acknowledgement wait, so no more goes there than keeps the line busy.
    private readonly int _aheadBytesMax;

    internal FullDuplex(IByteStream carrier, FrameOutput output, LinkOptions options, LinkEndpoint peer)
    {
        _carrier = carrier;
        _output = output;
        _options = options;
        _peer = peer;
        int twoFrames = 2 * Frame.LineBytesMax(options.FrameBytesMax);
        int fiftyMs = options.BitRate / 200;
        _aheadBytesMax = options.BitRate == 0 ? int.MaxValue : twoFrames > fiftyMs ? twoFrames : fiftyMs;
    }

    internal override void OnOpen(long now) => _peer.Handshake.Ask(now);

    internal override void OnFrame(LinkEndpoint peer, int remaining, int payloadBytes, long now)
    {
    }

    internal override void Transmit(long now)
    {
        if (_peer.Sender.Poll(_output.BytesLeft, now))
        {
            _peer.OnSilent();
            _peer.Handshake.Ask(now);
        }

        while (true)
        {
            _output.Flush();
            if (!_output.IsFree || _output.BytesWaiting > _aheadBytesMax || !_peer.PutNext(_output, now))
            {
                return;
            }
        }
    }

    internal override int WaitMs(long now)
    {
        int waitMs = _peer.Sender.WaitMs(_output.BytesLeft, now);
        if (!_output.IsFree)
        {
            // Whatever waits for room waits for the carrier, which has heard of it only now.
            return Deadline.Earlier(waitMs, _carrier.Poll(now));
        }

        int ahead = _output.BytesWaiting - _aheadBytesMax;
        int dueMs = Deadline.Remaining(_peer.Handshake.DueAt, now);
        if (ahead > 0 && (dueMs == 0 || _peer.HasDue))
        {
            dueMs = _options.LineMs(ahead) + 1;
        }

        return Deadline.Earlier(waitMs, dueMs);
    }
}
