namespace Edge.Simulation;

/// <summary>Independent events, each trial with the same probability. It draws the distance to the next event rather
/// than one number a trial.</summary>
/// <param name="random">What the distances are drawn from.</param>
/// <param name="rate">The probability of the event, 0 to below 1.</param>
internal sealed class RareEvents(SeededRandom random, double rate)
{
    private double _rate = Checked(rate);
    private long _trialsToNext = NextGap(random, rate);

    /// <summary>The probability of the event, 0 to below 1. Setting it draws anew.</summary>
    internal double Rate
    {
        get => _rate;
        set
        {
            _rate = Checked(value);
            _trialsToNext = NextGap(random, value);
        }
    }

    /// <summary>The next trials.</summary>
    /// <param name="trials">1 to 31.</param>
    /// <returns>A bit for each trial in which the event happened, the first trial's lowest.</returns>
    internal int Next(int trials)
    {
        if (_trialsToNext >= trials)
        {
            _trialsToNext -= trials;
            return 0;
        }

        int happened = 0;
        while (_trialsToNext < trials)
        {
            happened |= 1 << (int)_trialsToNext;
            _trialsToNext += 1 + NextGap(random, _rate);
        }

        _trialsToNext -= trials;
        return happened;
    }

    private static double Checked(double rate) => rate is >= 0 and < 1
        ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), rate, "a rate is 0 to below 1");

    // Trials without the event before the next one with it: geometric.
    private static long NextGap(SeededRandom random, double rate)
    {
        if (rate == 0)
        {
            return long.MaxValue / 2;
        }

        double gap = Math.Log(1 - random.NextDouble()) / Math.Log(1 - rate);
        return gap >= 1e15 ? (long)1e15 : (long)gap;
    }
}
