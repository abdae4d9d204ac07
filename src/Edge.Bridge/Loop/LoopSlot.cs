namespace Edge.Bridge.Loop;

/// <summary>A task's place in the loop: what its streams wake, and when it is due.</summary>
internal sealed class LoopSlot(EventLoop loop) : IWakeup
{
    private int _isReady;

    /// <summary>The task, or null before it is set and after it was removed.</summary>
    public ILoopTask? Task { get; set; }

    /// <summary>When the task wants to be polled.</summary>
    public long Due { get; set; } = Deadline.Never;

    /// <summary>The earliest entry for this place in the loop's queue of due times.</summary>
    public long QueuedDue { get; set; } = Deadline.Never;

    /// <inheritdoc/>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isReady, 1) == 0)
        {
            loop.Ready(this);
        }
    }

    /// <summary>The task is about to be polled; from now on a wake counts again.</summary>
    public void BeginPoll() => Interlocked.Exchange(ref _isReady, 0);
}
