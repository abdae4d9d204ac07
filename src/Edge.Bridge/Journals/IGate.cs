namespace Edge.Bridge.Journals;

/// <summary>Holds back what is on its way to a peer, while something that it would promise is not on disk.</summary>
internal interface IGate
{
    /// <summary>Nothing leaves before one more <see cref="Release"/>.</summary>
    void Hold();

    /// <summary>What one <see cref="Hold"/> waited for is durable.</summary>
    void Release();
}
