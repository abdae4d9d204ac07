using Edge.Bridge.Configuration;
using Edge.Bridge.Links;
using Edge.Bridge.Status;
using Edge.Link;

namespace Edge.Bridge.Probing;

/// <summary>Measures the way to one peer: waits for it, sends one short test for the round trip, then for some seconds hands
/// the link tests, as many as it takes. Whoever polls it has given the link first what else there is to send.</summary>
internal sealed class LinkProbe
{
    /// <summary>Seconds that a probe may be told to measure.</summary>
    public const int SecondsMax = 60;

    /// <summary>Seconds that it may take longer: for the peer to come, for the first test and for the last.</summary>
    public const int OvertimeSecondsMax = (PeerMs + (2 * AnswerMsMax)) / 1000;

    private const int PeerMs = 5_000;
    private const int AnswerMsMax = 30_000;

    // More tests in one go than any line takes.
    private const int BurstMax = 64;

    private readonly string _port;
    private readonly string _via;
    private readonly int _measureMs;
    private readonly int _answerMs;
    private readonly LinkEndpoint _link;
    private readonly LinkCounters[] _counters;
    private readonly byte[] _test;
    private readonly TaskCompletionSource<ProbeResult> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FramesStatus _framesBefore;
    private readonly long _hellosBefore;
    private long _bytesBefore;
    private long _bytes;
    private long _beganAt = Deadline.Never;
    private long _pingedAt;
    private int _pingMs;
    private long _acknowledgedAt;
    private long _endsAt = Deadline.Never;
    private Phase _phase;

    private enum Phase
    {
        Finding,
        Pinging,
        Measuring,
        Draining,
        Over,
    }

    /// <param name="port">The port of the line, for the result.</param>
    /// <param name="via">Who probes, for the result.</param>
    /// <param name="line">What is configured.</param>
    /// <param name="raw">The link on the line.</param>
    /// <param name="link">One of its stations.</param>
    /// <param name="seconds">How long to measure, 1 to <see cref="SecondsMax"/>.</param>
    public LinkProbe(string port, string via, LineOptions line, RawLink raw, LinkEndpoint link, int seconds)
    {
        _port = port;
        _via = via;
        _measureMs = seconds * 1000;
        // A turn of a slow line may outlast the time to measure.
        _answerMs = line.Duplex == LineDuplex.Half ? (int)Math.Min(AnswerMsMax, new LineLatency(line).BusyMs) : PeerMs;
        _link = link;
        _counters = [raw.Counters, link.Counters];
        _test = new byte[link.MessageBytesMax];
        for (int i = 0; i < _test.Length; i++)
        {
            _test[i] = (byte)i;
        }

        _hellosBefore = link.Counters.HellosReceived;
        _framesBefore = FramesStatus.Of(_counters);
        _bytesBefore = link.Counters.BytesAcknowledged;
        _bytes = _bytesBefore;
    }

    /// <summary>Ends with the result.</summary>
    public Task<ProbeResult> Over => _over.Task;

    private bool HasBegun => _beganAt != Deadline.Never;

    private bool IsAnswered => HasBegun || _bytes > _bytesBefore || _link.Counters.HellosReceived > _hellosBefore;

    /// <summary>Does what is due.</summary>
    /// <returns>Milliseconds until it wants to be polled again; the link has to be polled before that counts.</returns>
    public int Poll(long now)
    {
        if (_endsAt == Deadline.Never)
        {
            _endsAt = now + PeerMs;
        }

        if (_link.Counters.BytesAcknowledged != _bytes)
        {
            _bytes = _link.Counters.BytesAcknowledged;
            _acknowledgedAt = now;
        }

        Advance(now);
        if (_phase == Phase.Measuring)
        {
            Fill();
        }

        return _phase == Phase.Over ? Deadline.Idle : Deadline.Remaining(_endsAt, now);
    }

    /// <summary>How it stands.</summary>
    public ProbeResult Result(long now)
    {
        long end = _bytes > _bytesBefore ? _acknowledgedAt : now;
        long elapsedMs = HasBegun ? end - _beganAt : 0;
        long bytesPerSecond = elapsedMs == 0 ? 0 : (_bytes - _bytesBefore) * 1000 / elapsedMs;
        return new ProbeResult(
            _port,
            _via,
            _link.Station,
            IsAnswered,
            null,
            Math.Round(elapsedMs / 1000.0, 1),
            // The link's own, which does not count the wait for a turn, but on a line that is faster than it says has none.
            _link.Counters.RoundTripMs > 0 ? _link.Counters.RoundTripMs : _pingMs,
            FramesStatus.Of(_counters).Since(_framesBefore),
            WayStatus.Of(_link, (int)bytesPerSecond),
            Services.Names(_link.PeerServices));
    }

    private void Advance(long now)
    {
        bool isAcknowledged = _bytes > _bytesBefore;
        if (_phase == Phase.Finding && _link.IsUp)
        {
            // Where there is no room for it, something else is under way, and its acknowledgement does as well.
            _link.SendTest(_test, 0, 1);
            _pingedAt = now;
            Enter(Phase.Pinging, now + _answerMs);
        }
        else if (_phase == Phase.Pinging && isAcknowledged)
        {
            Begin(now);
        }
        else if (_phase == Phase.Measuring && !isAcknowledged && now >= _endsAt)
        {
            Enter(Phase.Draining, now + _answerMs);
        }
        else if (now >= _endsAt || (_phase == Phase.Draining && isAcknowledged))
        {
            _over.TrySetResult(Result(now));
            Enter(Phase.Over, Deadline.Never);
        }
    }

    private void Enter(Phase phase, long endsAt)
    {
        _phase = phase;
        _endsAt = endsAt;
    }

    // Without what was sent to find the peer.
    private void Begin(long now)
    {
        _beganAt = now;
        _pingMs = (int)Math.Max(1, now - _pingedAt);
        _framesBefore = FramesStatus.Of(_counters);
        _bytesBefore = _bytes;
        Enter(Phase.Measuring, now + _measureMs);
    }

    // A test is as long as the longest piece of a stream: where that finds no room a test takes none.
    private void Fill()
    {
        for (int i = 0; i < BurstMax && _link.SendTest(_test, 0, Math.Min(_test.Length, _link.PreferredBytes)); i++)
        {
        }
    }
}
