namespace Edge.Link;

/// <summary>Opens a carrier that is closed, at once and then ever more rarely, until a peer was heard on it.</summary>
internal sealed class CarrierOpener
{
    private const int FirstMs = 250;
    private const int MsMax = 5000;

    private readonly IByteStream _carrier;
    private readonly LinkCounters _counters;
    private readonly Backoff _backoff;
    private bool _isTried;
    private long _openAt = long.MinValue;

    internal CarrierOpener(IByteStream carrier, LinkOptions options, LinkCounters counters)
    {
        _carrier = carrier;
        _counters = counters;
        _backoff = new Backoff(FirstMs, MsMax, options.Seed);
    }

    internal void OnPeerHeard() => _backoff.Reset();

    /// <summary>Looks after a carrier that is not open.</summary>
    /// <returns>Milliseconds until it wants to look again.</returns>
    internal int Poll(long now)
    {
        if (_carrier.State == StreamState.Opening)
        {
            return Deadline.Idle;
        }

        if (_isTried)
        {
            _isTried = false;
            _openAt = now + _backoff.NextMs();
        }

        if (now < _openAt)
        {
            return Deadline.Remaining(_openAt, now);
        }

        _counters.CarrierOpens++;
        _isTried = true;
        _carrier.Open(now);
        return 0;
    }
}
