namespace Edge.Bridge.Journals;

/// <summary>How many changes that somebody waits for are to be written together. Those who were answered together speak
/// again together; writing the first of them alone would make all others wait for two synchronisations.</summary>
internal sealed class Company
{
    // With so many, the synchronisation hardly counts.
    private const int CountMax = 64;
    private const int WaitMsMax = 10;

    private int _gathered;
    private int _underWay;
    private int _wanted;

    /// <summary>Until when the first waits for the others.</summary>
    public long Due { get; private set; }

    /// <summary>One more change waits to be written.</summary>
    public void Joined() => _gathered++;

    /// <summary>All that wait are being written.</summary>
    public void Begun()
    {
        _underWay = _gathered;
        _gathered = 0;
    }

    /// <summary>They are durable, and whoever waited for them may send more.</summary>
    /// <param name="now">Milliseconds.</param>
    /// <param name="microseconds">What writing has taken; waiting for half of that loses less than it saves.</param>
    public void Written(long now, long microseconds)
    {
        _wanted = Math.Min(CountMax, _gathered + _underWay);
        Due = now + Math.Min(WaitMsMax, microseconds / 2000);
    }

    /// <summary>Others are still expected.</summary>
    public bool IsAwaited(long now) => now < Due && _gathered < _wanted;
}
