namespace Edge.Simulation;

/// <summary>SplitMix64 (Steele, Lea and Flood, 2014): one seed names a sequence, on every machine and
/// runtime.</summary>
/// <param name="seed">Any value.</param>
public sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to below a limit.</summary>
    /// <param name="limit">At least 1.</param>
    public int Next(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return (int)((NextUInt64() >> 32) * (ulong)limit >> 32);
    }

    /// <summary>A number from 0 to below 1.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));
}
