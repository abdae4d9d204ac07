namespace Edge.Simulation;

/// <summary>Independent bit errors. It draws the distance to the next error rather than one number a bit.</summary>
internal sealed class BitErrors
{
    private readonly SeededRandom _random;
    private double _rate;
    private long _bitsToNext;

    internal BitErrors(ulong seed, double rate)
    {
        _random = new SeededRandom(seed);
        Rate = rate;
    }

    /// <summary>The probability that a bit is flipped, 0 to below 1. Setting it draws anew.</summary>
    internal double Rate
    {
        get => _rate;
        set
        {
            if (!(value >= 0 && value < 1))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "a bit error rate is 0 to below 1");
            }

            _rate = value;
            _bitsToNext = NextGap();
        }
    }

    internal byte Pass(byte b)
    {
        while (_bitsToNext < 8)
        {
            b ^= (byte)(1 << (int)_bitsToNext);
            _bitsToNext += 1 + NextGap();
        }

        _bitsToNext -= 8;
        return b;
    }

    // Good bits before the next bad one: geometric.
    private long NextGap()
    {
        if (_rate == 0)
        {
            return long.MaxValue / 2;
        }

        double gap = Math.Log(1 - _random.NextDouble()) / Math.Log(1 - _rate);
        return gap >= 1e15 ? (long)1e15 : (long)gap;
    }
}
