namespace Edge.Bridge.Loop;

/// <summary>Something that is done once on the loop's thread, for somebody on another.</summary>
internal sealed class LoopCall(Action<long> call) : ILoopTask
{
    /// <summary>Does it soon.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="call">Gets the loop's time.</param>
    public static void Post(EventLoop loop, Action<long> call) => EventLoop.Start(loop.Add(), new LoopCall(call));

    /// <inheritdoc/>
    public int Poll(long now)
    {
        call(now);
        return Deadline.Idle;
    }
}
