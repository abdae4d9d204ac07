namespace Edge.Bridge.Journals;

/// <summary>A message that is to be taken in, at once or when the journal has room for it.</summary>
internal sealed class ParkedMessage(int bytes, Action<JournalFile> apply, Action written, Action? begun)
{
    public int Bytes => bytes;

    public Action<JournalFile> Apply => apply;

    public Action Written => written;

    public Action? Begun => begun;

    /// <summary>It waits for room.</summary>
    public bool IsParked { get; set; } = true;

    /// <summary>It came on a connection that is over, and will come again: it is not taken any more.</summary>
    public bool IsWithdrawn { get; private set; }

    /// <summary>Withdraws it, if it still waits for room.</summary>
    public void Withdraw() => IsWithdrawn = IsParked;
}
