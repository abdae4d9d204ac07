using System;

namespace Edge.Link;

/// <summary>One end of a link to one peer: it finds it, repeats what is lost, drops what is damaged, and opens its
/// carrier again when that has closed.</summary>
/// <remarks>
/// A message that is shown when <see cref="Epoch"/> changes is of the epoch before, and stays valid until it is
/// released. While a message is shown, acknowledgements are still heard; reliable messages of the peer wait, here as far
/// as the span reaches and then there; unreliable ones are lost and counted. What <see cref="Poll"/> returned holds
/// until a message is sent or released; then poll again.
/// </remarks>
public sealed partial class LinkEndpoint : IMessageLink, ITimeOfDay
{
    // Messages of a stream are not longer than the line carries in so many milliseconds, or one frame.
    private const int PreferredMs = 500;

    // What a station may need beyond the turnaround before its first byte, when nothing is known of it.
    private const int AnswerMs = 500;

    private readonly LinkLine _line;
    private readonly bool _isShared;
    private readonly LinkOptions _options;
    private readonly Fcs _fcs;
    private readonly LinkTime _time;
    private readonly FrameSize _size;
    private readonly UnreliableSender _once;
    private readonly MessageReceiver _receiver;
    private readonly byte[] _bitmap = new byte[Frame.BitmapBytesMax];

    /// <summary>One end of a line of two, or a station of a half-duplex line.</summary>
    /// <param name="carrier">The line. The link opens it, and nobody else uses it.</param>
    /// <param name="options">What both ends are told; not to be changed afterwards.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public LinkEndpoint(IByteStream carrier, LinkOptions options)
        : this(null, options.Validated(), options.Station, new Fcs(options.Check), new LinkCounters())
    {
        _line = new LinkLine(carrier, options, _fcs, this);
    }

    internal LinkEndpoint(LinkLine? line, LinkOptions options, int station, Fcs fcs, LinkCounters counters)
    {
        _line = line!;
        _isShared = line != null;
        _options = options;
        _fcs = fcs;
        Station = station;
        Counters = counters;
        _time = new LinkTime();
        _size = new FrameSize(options);
        _once = new UnreliableSender(options);
        _receiver = new MessageReceiver(options, counters);
        Handshake = new Handshake(options, counters, _time);
        Sender = new ReliableSender(options, counters, _size);
        Encoder = new FrameEncoder(fcs, options.IsPrimary, station);
        AnswerTimer = new RetransmissionTimer(
            options.TurnaroundMs, options.TurnaroundMs + AnswerMs, (2 * options.TurnaroundMs) + AnswerMs);
    }

    /// <summary>What the link has done and seen.</summary>
    public LinkCounters Counters { get; }

    /// <summary>The number of the station at the other end, or of this one.</summary>
    public int Station { get; }

    /// <inheritdoc/>
    public bool IsUp => Handshake.IsUp;

    /// <inheritdoc/>
    public int Epoch => Handshake.Epoch;

    /// <inheritdoc/>
    public int MessageBytesMax => Handshake.MessageBytesMax;

    /// <inheritdoc/>
    public int PreferredBytes
    {
        get
        {
            int payloadBytes = _size.PayloadBytes;
            int longest = MessageBytesMax;
            int frames = longest / payloadBytes;
            int quick = _options.BitRate == 0 ? frames : _options.BitRate * PreferredMs / 10_000 / payloadBytes;
            frames = quick < frames ? quick : frames;
            return frames > 0 ? frames * payloadBytes : longest < payloadBytes ? longest : payloadBytes;
        }
    }

    /// <inheritdoc/>
    public int UnsentBytes => Sender.UnsentBytes;

    /// <inheritdoc/>
    public int ShownEpoch { get; private set; }

    /// <summary>What the other end says it speaks, as <see cref="LinkServices"/>; 0 before its first hello.</summary>
    public int PeerServices => Handshake.PeerServices;

    /// <summary>The estimated bit error rate towards the peer, in errors per 1,000,000,000 bits; a byte has
    /// ten.</summary>
    public int BitErrorsPerBillion => _size.BitErrorsPerBillion;

    /// <summary>Payload bytes a second towards the peer, acknowledged in the last ten seconds or more.</summary>
    public int GoodputBytesPerSecond => Goodput.BytesPerSecond;

    /// <summary>Payload bytes a second towards the peer that are possible: with all frames of the size they have now, this
    /// bit error rate and, half duplex, full turns; 0 without a bit rate. The share of it that is reached says little
    /// about a line that has little to carry.</summary>
    public int BoundBytesPerSecond => _size.BoundBytesPerSecond;

    /// <summary>Payload bytes that a frame carries now.</summary>
    public int PayloadBytes => _size.PayloadBytes;

    /// <summary>Frames of a turn at most, as both ends have agreed.</summary>
    public int Window => Handshake.Window;

    /// <inheritdoc/>
    /// <remarks>An endpoint of a <see cref="LinkLine"/> is polled by that, and does nothing here.</remarks>
    public int Poll(long now) => _isShared ? Deadline.Idle : _line.Poll(now);

    /// <summary>Sets the time of day, which the hellos tell the peer from then on.</summary>
    /// <param name="utcSeconds">Seconds since 1970.</param>
    /// <param name="now">Milliseconds, of the same clock as <see cref="Poll"/>.</param>
    public void SetUtc(uint utcSeconds, long now) => _time.Set(utcSeconds, now);

    /// <inheritdoc/>
    /// <remarks>As set here or told by the peer's last hello.</remarks>
    public uint UtcSeconds(long now) => _time.Seconds(now);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The message is empty or longer than allowed.</exception>
    public bool Send(byte[] buffer, int offset, int count, bool isReliable)
    {
        Check(count);
        bool isAccepted = IsUp && (isReliable
            ? Sender.Accept(buffer, offset, count, false, WaitingMax)
            : _once.Accept(buffer, offset, count, _size.PayloadBytes));
        if (isAccepted)
        {
            Counters.MessagesSent++;
            _line.OnUsed();
        }

        return isAccepted;
    }

    /// <summary>Sends bytes as reliable messages are sent, for the line to be measured; the other end acknowledges and
    /// drops them.</summary>
    /// <returns>False when there is no room now or the link is not up; nothing was taken.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no bytes, or more than a message may have.</exception>
    public bool SendTest(byte[] buffer, int offset, int count)
    {
        Check(count);
        bool isAccepted = IsUp && Sender.Accept(buffer, offset, count, true, WaitingMax);
        if (isAccepted)
        {
            _line.OnUsed();
        }

        return isAccepted;
    }

    /// <inheritdoc/>
    public bool Peek(out byte[] buffer, out int offset, out int count)
    {
        buffer = _receiver.Shown;
        offset = _receiver.ShownOffset;
        count = _receiver.ShownCount;
        return count > 0;
    }

    /// <inheritdoc/>
    public void Release()
    {
        _receiver.Release();
        ShownEpoch = Epoch;
        _line.OnUsed();
    }

    /// <inheritdoc/>
    public void Wait(int milliseconds) => _line.Wait(milliseconds);

    /// <inheritdoc/>
    public void Wake() => _line.Wake();

    // On a half-duplex line a turn is a round trip, and is filled when it comes.
    private int WaitingMax => _options.IsHalfDuplex ? Handshake.Window : 2;

    private void Check(int count)
    {
        if (count < 1 || count > MessageBytesMax)
        {
            throw new ArgumentOutOfRangeException(nameof(count), "a message has 1 to MessageBytesMax bytes");
        }
    }
}
