namespace Edge.Simulation;

/// <summary>A serial line in memory, with two ends that may live on two threads. The seed and the calls name the
/// run.</summary>
public sealed class SimulatedLine
{
    private readonly Func<long> _clock;
    private readonly LineDirection _forth;
    private readonly LineDirection _back;
    private long _advancedTo = long.MinValue;

    /// <param name="clock">The time in milliseconds; one that a test moves, or the real one.</param>
    /// <param name="seed">What the bit errors are drawn from.</param>
    /// <param name="settings">What the line is like; null for 115,200 bit/s without errors.</param>
    public SimulatedLine(Func<long> clock, ulong seed, LineSettings? settings = null)
    {
        settings ??= new LineSettings();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.BitRate);
        ArgumentOutOfRangeException.ThrowIfNegative(settings.DelayMs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.TransmitBytesMax);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.ReceiveBytesMax);
        _clock = clock;
        SeededRandom seeds = new(seed);
        _forth = new LineDirection(settings, seeds.NextUInt64());
        _back = new LineDirection(settings, seeds.NextUInt64());
        First = new SimulatedLineEnd(this, _forth, _back);
        Second = new SimulatedLineEnd(this, _back, _forth);
        First.Peer = Second;
        Second.Peer = First;
    }

    /// <summary>One end.</summary>
    public SimulatedLineEnd First { get; }

    /// <summary>The other end.</summary>
    public SimulatedLineEnd Second { get; }

    /// <summary>The probability that a bit is flipped from now on, 0 to below 1.</summary>
    public double BitErrorRate
    {
        get => _forth.Errors.Rate;
        set
        {
            lock (Gate)
            {
                Advance();
                _forth.Errors.Rate = value;
                _back.Errors.Rate = value;
            }
        }
    }

    /// <summary>Bytes lost so far: to a cut, a closed port or a full receive buffer. Bit errors are not among
    /// them.</summary>
    public long BytesLost
    {
        get
        {
            lock (Gate)
            {
                return _forth.BytesLost + _back.BytesLost;
            }
        }
    }

    internal object Gate { get; } = new();

    /// <summary>Unplugs the wire: what is on it and what is sent from now on vanishes; the ports notice
    /// nothing.</summary>
    public void Cut()
    {
        lock (Gate)
        {
            Advance();
            _forth.ClearWire();
            _back.ClearWire();
            _forth.IsCut = true;
            _back.IsCut = true;
        }
    }

    /// <summary>Plugs the wire in again.</summary>
    public void Restore()
    {
        lock (Gate)
        {
            Advance();
            _forth.IsCut = false;
            _back.IsCut = false;
        }

        First.Wake();
        Second.Wake();
    }

    /// <summary>Takes a port away, as when an adapter is pulled: its end is closed, and opening fails.</summary>
    /// <param name="end"><see cref="First"/> or <see cref="Second"/>.</param>
    public void ClosePort(SimulatedLineEnd end)
    {
        lock (Gate)
        {
            end.HasPort = false;
            end.Close();
        }

        end.Wake();
    }

    /// <summary>Gives a port back; its end can be opened again.</summary>
    /// <param name="end"><see cref="First"/> or <see cref="Second"/>.</param>
    public void ReopenPort(SimulatedLineEnd end)
    {
        lock (Gate)
        {
            end.HasPort = true;
        }
    }

    internal long Advance()
    {
        long now = _clock();
        // Every byte leaves after the time it was written, so one look at a time is enough.
        if (now != _advancedTo)
        {
            _advancedTo = now;
            _forth.Advance(now);
            _back.Advance(now);
        }

        return now;
    }
}
