using System.Runtime.CompilerServices;

namespace Edge.Transports;

/// <summary>One read or write at a time that completes in the background and is asked for its result without
/// waiting.</summary>
/// <remarks>One thread starts, asks and abandons. Nothing is allocated for an operation.</remarks>
internal sealed class BackgroundOperation
{
    private const int Idle = 0;
    private const int UnderWay = 1;
    private const int Done = 2;
    private const int Abandoned = 3;

    private readonly IWakeup _wakeup;
    private readonly Action _onCompleted;
    private ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter _awaiter;
    private int _phase;

    /// <param name="wakeup">Woken when an operation has completed that did not do so at once.</param>
    public BackgroundOperation(IWakeup wakeup)
    {
        _wakeup = wakeup;
        _onCompleted = OnCompleted;
    }

    /// <summary>True when nothing was started whose result was not taken.</summary>
    public bool IsIdle => Volatile.Read(ref _phase) == Idle;

    /// <summary>True when <see cref="Take"/> has a result.</summary>
    public bool IsDone => Volatile.Read(ref _phase) == Done;

    /// <summary>Watches an operation. Only while idle.</summary>
    public void Start(ValueTask<int> operation)
    {
        _awaiter = operation.ConfigureAwait(false).GetAwaiter();
        if (_awaiter.IsCompleted)
        {
            Volatile.Write(ref _phase, Done);
            return;
        }

        Volatile.Write(ref _phase, UnderWay);
        _awaiter.UnsafeOnCompleted(_onCompleted);
    }

    /// <summary>The result of an operation that is done, which makes this idle again.</summary>
    /// <returns>0 and the failure when it failed.</returns>
    public int Take(out Exception? failure)
    {
        Volatile.Write(ref _phase, Idle);
        return Result(out failure);
    }

    /// <summary>Nobody will ask any more; what comes yet is thrown away.</summary>
    public void Abandon()
    {
        if (Interlocked.Exchange(ref _phase, Abandoned) == Done)
        {
            Result(out _);
        }
    }

    private void OnCompleted()
    {
        if (Interlocked.CompareExchange(ref _phase, Done, UnderWay) == UnderWay)
        {
            _wakeup.Wake();
            return;
        }

        // A result must be taken once for its memory to be used again.
        Result(out _);
    }

    private int Result(out Exception? failure)
    {
        try
        {
            failure = null;
            return _awaiter.GetResult();
        }
        catch (Exception e)
        {
            // Whatever it is, a carrier's failure shows in the stream's state and is not thrown at its user.
            failure = e;
            return 0;
        }
    }
}
