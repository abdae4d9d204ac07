using System;

namespace Edge;

/// <summary>Delays between attempts: exponential with full jitter from a seed, so that a thousand devices that lost one
/// broker do not come back in step.</summary>
public sealed class Backoff
{
    private readonly int _firstMs;
    private readonly int _maxMs;
    private uint _random;
    private int _ceilingMs;

    /// <param name="firstMs">Longest first delay, at least 1.</param>
    /// <param name="maxMs">Longest delay ever, at least <paramref name="firstMs"/>.</param>
    /// <param name="seed">What makes this sequence differ from a neighbour's; any value.</param>
    public Backoff(int firstMs, int maxMs, uint seed)
    {
        if (firstMs < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(firstMs), "first delay must be at least 1 ms");
        }

        if (maxMs < firstMs)
        {
            throw new ArgumentOutOfRangeException(nameof(maxMs), "longest delay must not be below the first");
        }

        _firstMs = firstMs;
        _maxMs = maxMs;
        // xorshift has no way out of 0.
        _random = seed == 0 ? 0x9E3779B9u : seed;
        _ceilingMs = firstMs;
    }

    /// <summary>The next delay in milliseconds: 1 to the ceiling, which doubles with each call up to the longest.</summary>
    public int NextMs()
    {
        uint x = _random;
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        _random = x;
        int ceilingMs = _ceilingMs;
        _ceilingMs = ceilingMs > _maxMs / 2 ? _maxMs : ceilingMs * 2;
        return 1 + (int)(x % (uint)ceilingMs);
    }

    /// <summary>The last attempt was a success that lasted: begin again with short delays.</summary>
    public void Reset() => _ceilingMs = _firstMs;

    /// <summary>Trying again soon is pointless: the next delays have the highest ceiling.</summary>
    public void Slow() => _ceilingMs = _maxMs;
}
