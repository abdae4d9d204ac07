namespace Edge.Simulation;

/// <summary>One medium that several ends share, such as RS-485 or one radio channel: what one sends all others hear, each
/// with noise of its own, and what two send at once nobody understands. The ends may live on several threads. The seed
/// and the calls name the run.</summary>
public sealed class SimulatedBus : IMedium
{
    private readonly Func<long> _clock;
    private readonly object _gate = new();
    private readonly SimulatedLineEnd[] _ends;
    private readonly bool[] _isCut;
    private readonly bool _echoesBack;
    private readonly SharedMedium _medium;
    private long _advancedTo = long.MinValue;

    /// <param name="clock">The time in milliseconds; one that a test moves, or the real one.</param>
    /// <param name="seed">What the noise is drawn from.</param>
    /// <param name="endCount">How many share the medium, at least 2.</param>
    /// <param name="settings">What it is like; null for 115,200 bit/s without noise.</param>
    public SimulatedBus(Func<long> clock, ulong seed, int endCount, LineSettings? settings = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(endCount, 2);
        settings ??= new LineSettings();
        settings.ThrowIfOutOfRange();
        _clock = clock;
        _echoesBack = settings.EchoesBack;
        _ends = new SimulatedLineEnd[endCount];
        _isCut = new bool[endCount];
        SeededRandom seeds = new(seed);
        for (int i = 0; i < endCount; i++)
        {
            _ends[i] = new SimulatedLineEnd(this, settings, seeds);
        }

        _medium = new SharedMedium(settings, _ends, _isCut);
    }

    /// <summary>Who shares the medium.</summary>
    public IReadOnlyList<SimulatedLineEnd> Ends => _ends;

    /// <summary>Bytes that were sent while another end sent, and so became random ones for everybody.</summary>
    public long Collisions
    {
        get
        {
            lock (_gate)
            {
                Advance();
                return _medium.Collisions;
            }
        }
    }

    /// <summary>Bytes lost so far, once for each end that lost them: to a cut, a closed port or a full receive buffer.
    /// What noise does is not among them.</summary>
    public long BytesLost
    {
        get
        {
            lock (_gate)
            {
                Advance();
                return _ends.Sum(end => end.BytesLost);
            }
        }
    }

    object IMedium.Gate => _gate;

    /// <summary>Unplugs one end: it hears nobody, not even itself, and nobody hears it; its port notices
    /// nothing.</summary>
    /// <param name="end">One of <see cref="Ends"/>.</param>
    public void Cut(SimulatedLineEnd end)
    {
        lock (_gate)
        {
            Advance();
            end.Receiver.ClearWire();
            _isCut[IndexOf(end)] = true;
        }
    }

    /// <summary>Plugs an end in again.</summary>
    /// <param name="end">One of <see cref="Ends"/>.</param>
    public void Restore(SimulatedLineEnd end)
    {
        lock (_gate)
        {
            Advance();
            _isCut[IndexOf(end)] = false;
        }

        foreach (SimulatedLineEnd other in _ends)
        {
            other.Wake();
        }
    }

    /// <summary>Takes a port away, as when an adapter is pulled: its end is closed, and opening fails.</summary>
    /// <param name="end">One of <see cref="Ends"/>.</param>
    public void ClosePort(SimulatedLineEnd end) => _ends[IndexOf(end)].ClosePort();

    /// <summary>Gives a port back; its end can be opened again.</summary>
    /// <param name="end">One of <see cref="Ends"/>.</param>
    public void ReopenPort(SimulatedLineEnd end) => _ends[IndexOf(end)].ReopenPort();

    long IMedium.Advance() => Advance();

    long IMedium.StartsNs(SimulatedLineEnd end, long nowMs) => _medium.StartsNs(end, nowMs * Transmitter.NsPerMs);

    long IMedium.WakeNs(SimulatedLineEnd end)
    {
        long wakeNs = Deadline.Never;
        bool isSomeoneSending = false;
        for (int i = 0; i < _ends.Length; i++)
        {
            if (_ends[i].Transmitter.UnsentBytes > 0 && Hears(end, i))
            {
                isSomeoneSending = true;
                wakeNs = Math.Min(wakeNs, end.Receiver.WakeNs(_ends[i].Transmitter));
            }
        }

        return isSomeoneSending ? wakeNs : end.Receiver.WakeNs(null);
    }

    void IMedium.OnWritten(SimulatedLineEnd sender)
    {
        foreach (SimulatedLineEnd end in _ends)
        {
            if (end != sender || _echoesBack)
            {
                end.NotifyOfBytes();
            }
        }
    }

    private int IndexOf(SimulatedLineEnd end) => Array.IndexOf(_ends, end) is >= 0 and int index
        ? index
        : throw new ArgumentException("the end is not one of this bus", nameof(end));

    private bool Hears(SimulatedLineEnd end, int sender) =>
        !_isCut[sender] && !_isCut[Array.IndexOf(_ends, end)] && (_ends[sender] != end || _echoesBack);

    private long Advance()
    {
        long now = _clock();
        // Every byte leaves after the time it was written, so one look at a time is enough.
        if (now != _advancedTo)
        {
            _advancedTo = now;
            long nowNs = now * Transmitter.NsPerMs;
            _medium.Advance(nowNs);
            foreach (SimulatedLineEnd end in _ends)
            {
                end.Receiver.Advance(nowNs);
            }
        }

        return now;
    }
}
