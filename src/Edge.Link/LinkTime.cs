namespace Edge.Link;

/// <summary>The time of day as the link knows it: set by whoever has a clock, or heard in the other end's hello.</summary>
internal sealed class LinkTime
{
    private uint _seconds;
    private long _at;

    /// <summary>True when it was set here, and hellos do not change it.</summary>
    private bool _isOwn;

    internal void Set(uint utcSeconds, long now)
    {
        _isOwn = true;
        _seconds = utcSeconds;
        _at = now;
    }

    internal void Hear(uint utcSeconds, long now)
    {
        if (!_isOwn && utcSeconds != 0)
        {
            _seconds = utcSeconds;
            _at = now;
        }
    }

    /// <summary>Seconds since 1970; 0 when nobody has said.</summary>
    internal uint Seconds(long now) => _seconds == 0 ? 0 : _seconds + (uint)((now - _at) / 1000);

    /// <summary>What this end tells: only what it knows itself.</summary>
    internal uint Told(long now) => _isOwn ? Seconds(now) : 0;
}
