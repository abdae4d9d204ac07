namespace Edge.Bridge.Loop;

/// <summary>Something that is done once on the loop's thread, for somebody on another.</summary>
internal sealed class LoopCall(Action call) : ILoopTask
{
    /// <summary>Does it soon.</summary>
    public static void Post(EventLoop loop, Action call) => EventLoop.Start(loop.Add(), new LoopCall(call));

    /// <inheritdoc/>
    public int Poll(long now)
    {
        call();
        return Deadline.Idle;
    }
}
