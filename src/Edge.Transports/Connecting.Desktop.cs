namespace Edge.Transports;

/// <summary>One attempt to connect, under way in the background; it ends in a connection or in one line that says why
/// not.</summary>
internal sealed class Connecting<T> : IDisposable
    where T : class, IDisposable
{
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Task<T> _task;
    private readonly Func<Exception, string> _describe;
    private bool _isTaken;

    /// <param name="connect">Makes the connection and leaves nothing behind when it fails.</param>
    /// <param name="describe">One line for what it threw.</param>
    /// <param name="wakeup">Woken after <see cref="IsDone"/> has become true.</param>
    public Connecting(Func<CancellationToken, Task<T>> connect, Func<Exception, string> describe, IWakeup wakeup)
    {
        _describe = describe;
        CancellationToken token = _abandoned.Token;
        // On the pool, because even starting to resolve a name may block.
        _task = Task.Run(() => connect(token));
        _task.ContinueWith(_ => wakeup.Wake(), TaskScheduler.Default);
    }

    /// <summary>True when <see cref="Take"/> has an answer.</summary>
    public bool IsDone => _task.IsCompleted;

    /// <summary>The connection, or null and the reason. Once, and only when done.</summary>
    public T? Take(out string? error)
    {
        _isTaken = true;
        try
        {
            error = null;
            return _task.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            // Whatever a peer, a name or a certificate brought about shows in the stream's state.
            error = _describe(e);
            return null;
        }
    }

    /// <summary>Gives up: a connection that was not taken, or that comes yet, is closed.</summary>
    public void Dispose()
    {
        if (_isTaken)
        {
            return;
        }

        _abandoned.Cancel();
        _task.ContinueWith(Discard, TaskScheduler.Default);
    }

    // Reading the exception marks it as seen.
    private static void Discard(Task<T> task)
    {
        if (task.Exception == null && task.IsCompletedSuccessfully)
        {
            task.Result.Dispose();
        }
    }
}
