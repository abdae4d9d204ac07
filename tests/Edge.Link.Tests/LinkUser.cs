namespace Edge.Link.Tests;

/// <summary>The book of one side: what it had accepted in its epoch, and what came to it.</summary>
internal sealed class LinkUser
{
    internal int Life { get; init; } = 1;

    internal int Epoch { get; set; }

    internal int Accepted { get; set; }

    internal long NextSendAt { get; set; }

    internal long HoldsUntil { get; set; } = Deadline.Never;

    internal Incoming Incoming { get; set; } = new();

    internal Incoming? HeldOf { get; set; }
}
