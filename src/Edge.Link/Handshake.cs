namespace Edge.Link;

/// <summary>Who is on the line: this end's boot id, the peer's, what the peer takes, and whether the peer is known to
/// hear us. On a full-duplex line hellos are repeated until it is; each one that asks for an answer gets one.</summary>
internal sealed class Handshake
{
    private const int FirstIntervalMs = 50;
    private const int IntervalMsMax = 1000;

    // A hello with a boot id that was left not long ago was delayed somewhere.
    private const int FormerMax = 4;
    private const int FormerMs = 180_000;

    private readonly LinkOptions _options;
    private readonly LinkCounters _counters;
    private readonly LinkTime _time;
    private readonly byte[] _hello = new byte[Hello.Bytes];
    private readonly uint[] _former = new uint[FormerMax];
    private readonly int _firstIntervalMs;
    private readonly int _intervalMsMax;
    private int _formerAt;
    private long _formerUntil;
    private uint _peerBootId;
    private int _intervalMs;
    private long _repeatAt;

    internal Handshake(LinkOptions options, LinkCounters counters, LinkTime time)
    {
        _options = options;
        _counters = counters;
        _time = time;
        // Two hellos have to pass before asking again makes sense.
        _firstIntervalMs = FirstIntervalMs
            + (4 * options.LineMs(Frame.LineBytesMax(Hello.Bytes + options.OverheadBytes) + 1));
        _intervalMsMax = _firstIntervalMs > IntervalMsMax ? _firstIntervalMs : IntervalMsMax;
        FrameBytesMax = options.FrameBytesMax;
        MessageBytesMax = options.MessageBytesMax;
        Window = options.Window;
        Span = options.Span;
    }

    internal bool IsUp { get; private set; }

    /// <summary>True when the peer has asked who is there.</summary>
    internal bool IsAnswerDue { get; private set; }

    internal int Epoch { get; private set; }

    /// <summary>The longest body that both ends take.</summary>
    internal int FrameBytesMax { get; private set; }

    /// <summary>The longest message that the peer takes, and this end too.</summary>
    internal int MessageBytesMax { get; private set; }

    /// <summary>Frames in a turn at most.</summary>
    internal int Window { get; private set; }

    /// <summary>Frames under way at most, by what the peer has memory for.</summary>
    internal int Span { get; private set; }

    /// <summary>True when the peer has said that it reads COBS/R.</summary>
    internal bool PeerReadsReduced { get; private set; }

    internal int PeerServices { get; private set; }

    /// <summary>When the next hello is due; never while the peer is up and has not asked.</summary>
    internal long DueAt => IsAnswerDue ? long.MinValue : IsUp ? Deadline.Never : _repeatAt;

    /// <summary>What the check of every frame of this pair of lives starts with.</summary>
    internal uint FcsSeed(Fcs fcs)
    {
        bool isPrimary = _options.IsPrimary;
        uint bootId = _options.BootId;
        uint register = fcs.Update(fcs.Initial, isPrimary ? bootId : _peerBootId);
        return fcs.Update(register, isPrimary ? _peerBootId : bootId);
    }

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
    internal bool OnHello(byte[] body, int offset, int count, long now)
    {
        uint bootId = count >= Hello.Bytes ? Hello.BootId(body, offset) : 0;
        bool isNewLife = bootId != _peerBootId;
        // The peer that is may have been left before, and come back.
        if (!Hello.IsValid(body, offset, count) || (isNewLife && now < _formerUntil && IsFormer(bootId)))
        {
            _counters.BadHellos++;
            return false;
        }

        _counters.HellosReceived++;
        if (isNewLife)
        {
            Adopt(body, offset, bootId, now);
            Ask(now);
        }

        _time.Hear(Hello.UtcSeconds(body, offset), now);
        if ((Hello.Flags(body, offset) & Hello.AnswerMe) != 0)
        {
            IsAnswerDue = true;
        }

        if (Hello.PeerBootId(body, offset) == _options.BootId)
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
        int flags = Hello.ReadsReduced | (IsUp ? 0 : Hello.AnswerMe);
        Hello.Write(_hello, flags, _options.BootId, _peerBootId, _options, _time.Told(now));
        IsAnswerDue = false;
        _repeatAt = now + _intervalMs;
        _intervalMs = _intervalMs > _intervalMsMax / 2 ? _intervalMsMax : _intervalMs * 2;
        _counters.HellosSent++;
        return _hello;
    }

    private void Adopt(byte[] body, int offset, uint bootId, long now)
    {
        if (_peerBootId != 0)
        {
            _counters.RebootsSeen++;
            _former[_formerAt] = _peerBootId;
            _formerAt = (_formerAt + 1) % FormerMax;
            _formerUntil = now + FormerMs;
        }

        _peerBootId = bootId;
        Epoch++;
        FrameBytesMax = Least(_options.FrameBytesMax, Hello.FrameBytesMax(body, offset));
        Window = Least(_options.Window, Hello.Window(body, offset));
        Span = Least(_options.Span, Hello.Span(body, offset));
        // A message of the longest kind fits into the span even in the shortest frames.
        int fits = Span * (Frame.AdaptedBodyBytesMin - _options.OverheadBytes);
        MessageBytesMax = Least(fits, Least(_options.MessageBytesMax, Hello.MessageBytesMax(body, offset)));
        PeerReadsReduced = (Hello.Flags(body, offset) & Hello.ReadsReduced) != 0;
        PeerServices = Hello.Services(body, offset);
    }

    private bool IsFormer(uint bootId)
    {
        for (int i = 0; i < FormerMax; i++)
        {
            if (_former[i] == bootId && bootId != 0)
            {
                return true;
            }
        }

        return false;
    }

    private static int Least(int one, int other) => one < other ? one : other;
}
