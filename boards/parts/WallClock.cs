using System;

namespace Edge.Boards;

/// <summary>The time of day from the system's clock, once that was set.</summary>
public sealed class WallClock : ITimeOfDay
{
    // A clock that was not set begins in 1970 or 2000; this is 2025.
    private const long SetSecondsMin = 1_735_689_600;
    private const int LookMs = 60_000;

    private long _seconds;
    private long _lookedAt;

    /// <inheritdoc/>
    public uint UtcSeconds(long now)
    {
        // Between two looks the monotonic clock counts on: a time costs a node's poll next to nothing.
        if (_seconds < SetSecondsMin || now - _lookedAt >= LookMs)
        {
            _seconds = (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
            _lookedAt = now;
        }

        return _seconds < SetSecondsMin ? 0 : (uint)(_seconds + ((now - _lookedAt) / 1000));
    }
}
