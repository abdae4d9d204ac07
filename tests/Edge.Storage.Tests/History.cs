using Xunit.Sdk;

namespace Edge.Storage.Tests;

/// <summary>What a store may hold after a power cut: what was flushed last, and every state since.</summary>
internal sealed class History
{
    private readonly List<RecordList> _possible = [new RecordList()];

    /// <summary>What it holds while the power is on.</summary>
    public RecordList Now { get; private set; } = new();

    /// <summary>A change is tried; it may be found after a cut in the middle of it.</summary>
    public void Try(RecordList next) => _possible.Add(next);

    /// <summary>The change was made.</summary>
    public void Done(RecordList next) => Now = next;

    public void Flushed()
    {
        _possible.Clear();
        _possible.Add(Now);
    }

    /// <summary>What a new store has found goes on from there.</summary>
    public void Reopen(RecordList found)
    {
        if (!_possible.Exists(found.Equals))
        {
            throw new XunitException($"found [{found}], which is none of\n[{string.Join("]\n[", _possible)}]");
        }

        Now = found;
        Flushed();
    }
}
