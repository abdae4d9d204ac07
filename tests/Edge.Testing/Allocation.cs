namespace Edge.Testing;

/// <summary>Counts what code allocates on the calling thread.</summary>
public static class Allocation
{
    private const int RoundsMax = 5;

    /// <summary>Runs the code until a round allocates nothing, at most five times.</summary>
    /// <param name="round">The same work each time, and so much of it that a forgotten object shows every time.</param>
    /// <returns>The bytes of the best round: the runtime itself allocates now and then on any thread, as when it compiles
    /// a method anew, but not in every round.</returns>
    public static long Least(Action round)
    {
        long leastBytes = long.MaxValue;
        for (int i = 0; i < RoundsMax && leastBytes > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            round();
            leastBytes = Math.Min(leastBytes, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return leastBytes;
    }
}
