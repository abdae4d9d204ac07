namespace Edge.Link.Tests;

/// <summary>What came in one epoch: from which life of the sender, and how far.</summary>
internal sealed class Incoming
{
    internal uint? Life { get; set; }

    internal int Next { get; set; }
}
