namespace Edge.Bridge.Loop;

/// <summary>Something the loop keeps going.</summary>
internal interface ILoopTask
{
    /// <summary>Does what is due and returns at once.</summary>
    /// <returns>Milliseconds until it wants to be polled again, or <see cref="Deadline.Idle"/>.</returns>
    int Poll(long now);
}
