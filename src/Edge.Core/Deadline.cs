namespace Edge;

/// <summary>Arithmetic of due times. Times are milliseconds of a monotonic 64-bit clock, so they never wrap.</summary>
public static class Deadline
{
    /// <summary>A due time that never comes.</summary>
    public const long Never = long.MaxValue;

    /// <summary>What a poll returns when it wants no time of its own.</summary>
    public const int Idle = int.MaxValue;

    /// <summary>Milliseconds from <paramref name="now"/> until <paramref name="due"/>: 0 when it has passed, at most
    /// <see cref="Idle"/>.</summary>
    public static int Remaining(long due, long now)
    {
        if (due <= now)
        {
            return 0;
        }

        long remaining = due - now;
        return remaining >= Idle ? Idle : (int)remaining;
    }

    /// <summary>The earlier of two waits.</summary>
    public static int Earlier(int oneMs, int otherMs) => oneMs < otherMs ? oneMs : otherMs;
}
