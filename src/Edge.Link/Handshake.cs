namespace Edge.Link;

/// <summary>Who is on the line: this end's boot id, the peer's, and whether the peer is known to hear us. Hellos are
/// repeated until it is; each one that asks for an answer gets one.</summary>
internal sealed class Handshake
{
    private const int FirstIntervalMs = 50;
    private const int IntervalMsMax = 1000;

    private readonly LinkCounters _counters;
    private readonly uint _bootId;
    private readonly bool _isPrimary;
    private readonly int _ownMessageBytesMax;
    private readonly byte[] _hello = new byte[Hello.Bytes];
    private uint _peerBootId;
    private readonly int _firstIntervalMs;
    private readonly int _intervalMsMax;
    private int _intervalMs;
    private long _repeatAt;

    internal Handshake(LinkOptions options, LinkCounters counters)
    {
        _counters = counters;
        _bootId = options.BootId;
        _isPrimary = options.IsPrimary;
        _ownMessageBytesMax = options.FrameBytesMax - Frame.OverheadBytes;
        MessageBytesMax = _ownMessageBytesMax;
        // Two hellos have to pass before asking again makes sense.
        _firstIntervalMs = FirstIntervalMs
            + (4 * options.LineMs(Frame.LineBytesMax(Hello.Bytes + Frame.OverheadBytes) + 1));
        _intervalMsMax = _firstIntervalMs > IntervalMsMax ? _firstIntervalMs : IntervalMsMax;
    }

    internal bool IsUp { get; private set; }

    /// <summary>True when the peer has asked who is there.</summary>
    internal bool IsAnswerDue { get; private set; }

    internal int Epoch { get; private set; }

    /// <summary>What the check of every frame of this pair of lives starts with.</summary>
    internal uint FcsSeed => Fcs32.Update(
        Fcs32.Update(Fcs32.Initial, _isPrimary ? _bootId : _peerBootId), _isPrimary ? _peerBootId : _bootId);

    /// <summary>The longest message that both ends take.</summary>
    internal int MessageBytesMax { get; private set; }

    /// <summary>When the next hello is due; never while the peer is up and has not asked.</summary>
    internal long DueAt => IsAnswerDue ? long.MinValue : IsUp ? Deadline.Never : _repeatAt;

    /// <summary>The carrier or the peer is new, or the peer is silent: ask, quickly at first.</summary>
    internal void Ask(long now)
    {
        IsUp = false;
        _intervalMs = _firstIntervalMs;
        _repeatAt = now;
    }

    /// <summary>The carrier is gone, and with it whoever waited for an answer.</summary>
    internal void LosePeer()
    {
        IsUp = false;
        IsAnswerDue = false;
    }

    /// <summary>Takes a hello.</summary>
    /// <returns>True when the peer has another boot id than known: everything built on the old one ends.</returns>
    internal bool OnHello(FrameDecoder frame, long now)
    {
        byte[] body = frame.Body;
        if (!Hello.IsValid(body, Frame.PayloadOffset, frame.PayloadCount))
        {
            _counters.BadHellos++;
            return false;
        }

        _counters.HellosReceived++;
        uint bootId = Hello.BootId(body, Frame.PayloadOffset);
        bool isNewLife = bootId != _peerBootId;
        if (isNewLife)
        {
            _counters.RebootsSeen += _peerBootId == 0 ? 0 : 1;
            _peerBootId = bootId;
            Epoch++;
            int peersMax = Hello.MessageBytesMax(body, Frame.PayloadOffset);
            MessageBytesMax = peersMax < _ownMessageBytesMax ? peersMax : _ownMessageBytesMax;
            Ask(now);
        }

        if (Hello.WantsAnswer(body, Frame.PayloadOffset))
        {
            IsAnswerDue = true;
        }

        if (Hello.PeerBootId(body, Frame.PayloadOffset) == _bootId)
        {
            HearPeer();
        }

        return isNewLife;
    }

    /// <summary>The peer has shown that it knows both boot ids: by a hello, or by a frame whose check they
    /// seed.</summary>
    internal void HearPeer() => IsUp = true;

    /// <summary>The hello that is due, of <see cref="Hello.Bytes"/> bytes; from then on the next one is waited
    /// for.</summary>
    internal byte[] Say(long now)
    {
        Hello.Write(_hello, !IsUp, _bootId, _peerBootId, _ownMessageBytesMax);
        IsAnswerDue = false;
        _repeatAt = now + _intervalMs;
        _intervalMs = _intervalMs > _intervalMsMax / 2 ? _intervalMsMax : _intervalMs * 2;
        _counters.HellosSent++;
        return _hello;
    }
}
