namespace Edge.Simulation;

/// <summary>A clock that stands still until it is moved.</summary>
/// <param name="now">Where it starts, in milliseconds.</param>
public sealed class VirtualClock(long now = 0)
{
    /// <summary>Milliseconds.</summary>
    public long Now { get; private set; } = now;

    /// <summary>Moves on.</summary>
    /// <param name="milliseconds">0 or more.</param>
    public void Advance(long milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds);
        Now += milliseconds;
    }
}
