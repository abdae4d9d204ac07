namespace Edge.Transports;

/// <summary>One thread's place to wait: it sleeps in <see cref="Wait"/> until anybody calls <see cref="Wake"/>.</summary>
public sealed class Wakeup : IWakeup
{
    // A monitor and not an event: it has nothing to dispose of, so a late completion may always wake it.
    private readonly object _gate = new();
    private bool _isWoken;

    /// <inheritdoc/>
    public void Wake()
    {
        lock (_gate)
        {
            _isWoken = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits until <see cref="Wake"/> is or was called since the last wait, or the time is over. One thread.</summary>
    /// <param name="milliseconds">At least 0; <see cref="Deadline.Idle"/> waits without limit.</param>
    /// <returns>True when woken, false when the time was over.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public bool Wait(int milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds);
        lock (_gate)
        {
            if (!_isWoken && milliseconds > 0)
            {
                Monitor.Wait(_gate, milliseconds == Deadline.Idle ? Timeout.Infinite : milliseconds);
            }

            bool isWoken = _isWoken;
            _isWoken = false;
            return isWoken;
        }
    }
}
