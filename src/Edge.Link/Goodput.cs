namespace Edge.Link;

/// <summary>Payload bytes a second that the peer acknowledged, over the last whole window.</summary>
internal sealed class Goodput
{
    private const int WindowMs = 10_000;

    private long _since = long.MinValue;
    private long _bytesBefore;

    internal int BytesPerSecond { get; private set; }

    /// <summary>Looks at the bytes acknowledged so far.</summary>
    internal void Look(long bytes, long now)
    {
        if (_since == long.MinValue)
        {
            _since = now;
            _bytesBefore = bytes;
        }

        long elapsedMs = now - _since;
        if (elapsedMs >= WindowMs)
        {
            BytesPerSecond = (int)((bytes - _bytesBefore) * 1000 / elapsedMs);
            _since = now;
            _bytesBefore = bytes;
        }
    }
}
