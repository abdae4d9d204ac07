namespace Edge.Simulation;

/// <summary>What a test wants to happen to certain bytes to come.</summary>
internal sealed class PlannedDamage
{
    private readonly PriorityQueue<(int Damage, byte? Inserted), long> _queue = new();

    /// <summary>The index of the first byte that something is planned for.</summary>
    internal long NextAt { get; private set; } = Deadline.Never;

    /// <param name="byteIndex">Which byte.</param>
    /// <param name="damage">What happens to it, 0 for nothing.</param>
    /// <param name="inserted">What is inserted before it; null for nothing.</param>
    internal void Add(long byteIndex, int damage, byte? inserted)
    {
        _queue.Enqueue((damage, inserted), byteIndex);
        NextAt = Math.Min(NextAt, byteIndex);
    }

    /// <summary>One thing that is planned for the byte <see cref="NextAt"/>.</summary>
    internal (int Damage, byte? Inserted) Take()
    {
        (int Damage, byte? Inserted) planned = _queue.Dequeue();
        NextAt = _queue.TryPeek(out _, out long next) ? next : Deadline.Never;
        return planned;
    }
}
