namespace Edge.Simulation;

/// <summary>A serial line in memory, with two ends that may live on two threads. The seed and the calls name the
/// run.</summary>
public sealed class SimulatedLine : IMedium
{
    private readonly Func<long> _clock;
    private readonly object _gate = new();
    private long _advancedTo = long.MinValue;
    private bool _isCut;

    /// <param name="clock">The time in milliseconds; one that a test moves, or the real one.</param>
    /// <param name="seed">What the noise is drawn from.</param>
    /// <param name="settings">What the line is like; null for 115,200 bit/s without noise.</param>
    public SimulatedLine(Func<long> clock, ulong seed, LineSettings? settings = null)
    {
        settings ??= new LineSettings();
        settings.ThrowIfOutOfRange();
        _clock = clock;
        SeededRandom seeds = new(seed);
        First = new SimulatedLineEnd(this, settings, seeds);
        Second = new SimulatedLineEnd(this, settings, seeds);
    }

    /// <summary>One end.</summary>
    public SimulatedLineEnd First { get; }

    /// <summary>The other end.</summary>
    public SimulatedLineEnd Second { get; }

    /// <summary>The probability that a bit is flipped from now on, in both directions, 0 to below 1.</summary>
    public double BitErrorRate
    {
        get => First.Noise.BitErrorRate;
        set
        {
            First.Noise.BitErrorRate = value;
            Second.Noise.BitErrorRate = value;
        }
    }

    /// <summary>Bytes lost so far: to a cut, a closed port or a full receive buffer. What noise does is not among
    /// them.</summary>
    public long BytesLost
    {
        get
        {
            lock (_gate)
            {
                Advance();
                return First.BytesLost + Second.BytesLost;
            }
        }
    }

    object IMedium.Gate => _gate;

    /// <summary>Unplugs the wire: what is on it and what is sent from now on vanishes; the ports notice
    /// nothing.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            Advance();
            First.Receiver.ClearWire();
            Second.Receiver.ClearWire();
            _isCut = true;
        }
    }

    /// <summary>Plugs the wire in again.</summary>
    public void Restore()
    {
        lock (_gate)
        {
            Advance();
            _isCut = false;
        }

        First.Wake();
        Second.Wake();
    }

    /// <summary>Takes a port away, as when an adapter is pulled: its end is closed, and opening fails.</summary>
    /// <param name="end"><see cref="First"/> or <see cref="Second"/>.</param>
    public void ClosePort(SimulatedLineEnd end) => Mine(end).ClosePort();

    /// <summary>Gives a port back; its end can be opened again.</summary>
    /// <param name="end"><see cref="First"/> or <see cref="Second"/>.</param>
    public void ReopenPort(SimulatedLineEnd end) => Mine(end).ReopenPort();

    long IMedium.Advance() => Advance();

    long IMedium.StartsNs(SimulatedLineEnd end, long nowMs) => nowMs * Transmitter.NsPerMs;

    long IMedium.WakeNs(SimulatedLineEnd end) => end.Receiver.WakeNs(_isCut ? null : Other(end).Transmitter);

    void IMedium.OnWritten(SimulatedLineEnd sender) => Other(sender).NotifyOfBytes();

    private SimulatedLineEnd Mine(SimulatedLineEnd end) => end == First || end == Second
        ? end
        : throw new ArgumentException("the end is not one of this line", nameof(end));

    private SimulatedLineEnd Other(SimulatedLineEnd end) => end == First ? Second : First;

    private long Advance()
    {
        long now = _clock();
        // Every byte leaves after the time it was written, so one look at a time is enough.
        if (now != _advancedTo)
        {
            _advancedTo = now;
            Carry(First.Transmitter, Second.Receiver, now * Transmitter.NsPerMs);
            Carry(Second.Transmitter, First.Receiver, now * Transmitter.NsPerMs);
        }

        return now;
    }

    private void Carry(Transmitter from, Receiver to, long nowNs)
    {
        while (from.NextLeavesNs <= nowNs)
        {
            if (_isCut)
            {
                from.Lose();
            }
            else
            {
                long arrivesNs = from.ArrivesNs(0);
                to.Hear(from.Take(), arrivesNs, isCollided: false);
            }
        }

        to.Advance(nowNs);
    }
}
