namespace Edge;

/// <summary>Who knows what time it is: a clock that was set, or the other end of a link.</summary>
public interface ITimeOfDay
{
    /// <summary>Seconds since 1970, UTC; 0 while nobody has said.</summary>
    /// <param name="now">Milliseconds of the monotonic clock that all polls use.</param>
    uint UtcSeconds(long now);
}
