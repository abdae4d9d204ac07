using System.Threading.Tasks.Sources;

namespace Edge.Transports;

/// <summary>One direction of a port that waits for the driver: the bytes, how many of them are done, and who is told.
/// It is used again and again.</summary>
internal sealed class LinuxTransfer : IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> _outcome;

    /// <summary>True from <see cref="Begin"/> to the outcome.</summary>
    public bool IsPending { get; private set; }

    /// <summary>What is to be read into or written.</summary>
    public Memory<byte> Bytes { get; private set; }

    /// <summary>Bytes that were moved so far.</summary>
    public int Done { get; set; }

    /// <summary>Begins to wait. Only while nothing is pending.</summary>
    public ValueTask<int> Begin(Memory<byte> bytes, int done)
    {
        Bytes = bytes;
        Done = done;
        IsPending = true;
        _outcome.Reset();
        return new ValueTask<int>(this, _outcome.Version);
    }

    /// <summary>Nothing is pending any more; <see cref="Tell"/> follows.</summary>
    /// <returns>True.</returns>
    public bool End()
    {
        IsPending = false;
        Bytes = default;
        return true;
    }

    /// <summary>Tells how it came out, on the caller's thread: <see cref="Done"/>, or the failure.</summary>
    public void Tell(string? error)
    {
        if (error == null)
        {
            _outcome.SetResult(Done);
        }
        else
        {
            _outcome.SetException(new IOException(error));
        }
    }

    int IValueTaskSource<int>.GetResult(short token) => _outcome.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _outcome.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _outcome.OnCompleted(continuation, state, token, flags);
}
