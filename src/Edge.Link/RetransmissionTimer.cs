namespace Edge.Link;

/// <summary>How long to wait for an acknowledgement (RFC 6298), between a floor that the line sets and a
/// ceiling.</summary>
internal sealed class RetransmissionTimer
{
    // What a peer's loop or a coarse clock may add to any round trip.
    private const int GranularityMs = 20;

    // How many times the time-out of the samples may be kept for new frames; more where that was not enough.
    private const int BackedOffMax = 4;

    private readonly int _floorMs;
    private readonly int _ceilingMs;
    private readonly int _initialMs;

    // Scaled as usual: the average by 8, the deviation by 4.
    private int _average8;
    private int _deviation4;
    private bool _hasSample;
    private int _backedOffMax;

    /// <param name="lineMs">Milliseconds that the line takes in any case.</param>
    /// <param name="initialMs">The time-out before anything is known.</param>
    /// <param name="ceilingMs">The longest, unless the line alone takes longer.</param>
    internal RetransmissionTimer(int lineMs, int initialMs, int ceilingMs)
    {
        _initialMs = initialMs;
        _floorMs = lineMs + GranularityMs;
        _ceilingMs = _floorMs > ceilingMs ? _floorMs : ceilingMs;
        Reset();
    }

    /// <summary>The time-out now.</summary>
    internal int TimeOutMs { get; private set; }

    /// <summary>The smoothed round trip, 0 before the first.</summary>
    internal int RoundTripMs => _average8 / 8;

    /// <summary>Forgets what it knows: another peer.</summary>
    internal void Reset()
    {
        _hasSample = false;
        _average8 = 0;
        _deviation4 = 0;
        _backedOffMax = BackedOffMax;
        Restore();
    }

    /// <summary>Takes the round trip of a frame that was sent once. Karn: one that was resent tells nothing.</summary>
    internal void Take(long roundTripMs)
    {
        int ms = roundTripMs < 0 ? 0 : roundTripMs > 60_000 ? 60_000 : (int)roundTripMs;
        if (_hasSample)
        {
            int error = ms - (_average8 / 8);
            _average8 += error;
            _deviation4 += (error < 0 ? -error : error) - (_deviation4 / 4);
        }
        else
        {
            _hasSample = true;
            _average8 = ms * 8;
            _deviation4 = ms * 2;
        }

        _backedOffMax = BackedOffMax;
        Restore();
    }

    /// <summary>A time-out has passed: the next is twice as long.</summary>
    internal void BackOff() => TimeOutMs = TimeOutMs > _ceilingMs / 2 ? _ceilingMs : TimeOutMs * 2;

    /// <summary>A frame that was resent has arrived. Karn: the time-out stays backed off, or a round trip that has grown
    /// would never be sampled; but not far, because on a noisy line most frames are resent, unless no sample
    /// comes.</summary>
    internal void Ease()
    {
        int backedOffMs = TimeOutMs;
        Restore();
        int mostMs = _hasSample && TimeOutMs < _ceilingMs / _backedOffMax ? TimeOutMs * _backedOffMax : _ceilingMs;
        TimeOutMs = backedOffMs < mostMs ? backedOffMs : mostMs;
        if (backedOffMs > mostMs && mostMs < _ceilingMs)
        {
            _backedOffMax *= 2;
        }
    }

    /// <summary>The line is known to work again: back to what the samples say.</summary>
    internal void Restore()
    {
        int ms = _hasSample
            ? (_average8 / 8) + (_deviation4 > GranularityMs ? _deviation4 : GranularityMs)
            : _initialMs;
        TimeOutMs = ms < _floorMs ? _floorMs : ms > _ceilingMs ? _ceilingMs : ms;
    }
}
