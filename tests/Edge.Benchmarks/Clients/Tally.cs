namespace Edge.Benchmarks.Clients;

/// <summary>Counts a subscriber's messages and measures from the first one behind the warm-up to the last.</summary>
internal sealed class Tally(Workload workload) : IDisposable
{
    private readonly ManualResetEventSlim _done = new();
    private readonly int _total = workload.WarmUpTotal + workload.Count;
    private Measurement? _start;
    private Measurement? _end;
    private int _received;

    public bool IsDone => _end != null;

    /// <summary>Messages came; on one thread at a time.</summary>
    public void Received(int messages = 1)
    {
        _received += messages;
        if (_start == null && _received > workload.WarmUpTotal)
        {
            _start = Measurement.Now();
        }

        if (_end == null && _received >= _total)
        {
            _end = Measurement.Now();
            _done.Set();
        }
    }

    public Measurement Wait()
    {
        _done.Wait();
        return _end!.Since(_start!);
    }

    public void Dispose() => _done.Dispose();
}
