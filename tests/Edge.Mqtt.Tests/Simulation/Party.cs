namespace Edge.Mqtt.Tests.Simulation;

/// <summary>What is polled when it asked to be, or when it was woken; a wake-up that is missing shows as a stop.</summary>
internal abstract class Party : IWakeup
{
    private bool _isWoken = true;

    public long Due { get; private set; }

    public void Wake() => _isWoken = true;

    public bool IsDue(long now) => _isWoken || now >= Due;

    public void Poll(long now)
    {
        _isWoken = false;
        int waitMs = PollOnce(now);
        Due = waitMs == Deadline.Idle ? Deadline.Never : now + waitMs;
    }

    protected abstract int PollOnce(long now);
}
