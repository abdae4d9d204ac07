namespace Edge.Bridge.Guard;

/// <summary>How much of the bridge's time may go into hashing passwords: whoever sends wrong ones in a row must not hold
/// up the devices that are in. One for all links.</summary>
/// <param name="clock">Milliseconds of a monotonic clock; null for the system's.</param>
internal sealed class HashBudget(Func<long>? clock = null)
{
    /// <summary>Iterations that may be spent at once.</summary>
    public const int IterationsMax = 200_000;

    // About a fifth of a processor of 2020.
    private const int IterationsPerMs = 200;

    private readonly Func<long> _clock = clock ?? (() => Environment.TickCount64);
    private long _iterations = IterationsMax;
    private long _at = clock?.Invoke() ?? Environment.TickCount64;

    /// <summary>Spends so many, if there are.</summary>
    /// <param name="iterations">0 to <see cref="UsersFile.IterationsMax"/>.</param>
    /// <returns>False when it is too early.</returns>
    public bool TrySpend(int iterations)
    {
        long now = _clock();
        long earned = Math.Min(Math.Max(now - _at, 0), IterationsMax) * IterationsPerMs;
        _iterations = Math.Min(IterationsMax, _iterations + earned);
        _at = now;
        if (_iterations < iterations)
        {
            return false;
        }

        _iterations -= iterations;
        return true;
    }
}
