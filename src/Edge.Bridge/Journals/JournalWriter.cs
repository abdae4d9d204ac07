using System.Diagnostics;
using Edge.Transports;

namespace Edge.Bridge.Journals;

/// <summary>Writes one batch after the other to the file, on a thread of its own: while the disk synchronises, the loop goes
/// on, and what it gathers meanwhile is the next batch. That is all there is to group commit.</summary>
internal sealed class JournalWriter : IDisposable
{
    private readonly JournalFile _file;
    private readonly Wakeup _begun = new();
    private Thread? _thread;
    private volatile JournalBatch? _batch;
    private volatile JournalBatch? _written;
    private volatile Exception? _failure;
    private volatile bool _isStopping;

    public JournalWriter(JournalFile file)
    {
        _file = file;
    }

    /// <summary>Told when a batch was written.</summary>
    public IWakeup? Wakeup { get; set; }

    /// <summary>No batch is being written, and none waits to be taken back.</summary>
    public bool IsIdle => _batch == null && _written == null;

    /// <summary>What the file holds; before anything is begun.</summary>
    public JournalContents Load() => _file.Load();

    /// <summary>Starts the thread.</summary>
    public void Start()
    {
        _thread = new Thread(Run) { Name = "journal", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Begins to write a batch; only when idle.</summary>
    public void Begin(JournalBatch batch)
    {
        _batch = batch;
        _begun.Wake();
    }

    /// <summary>The batch that was written, once; null while there is none.</summary>
    /// <exception cref="InvalidOperationException">The writer broke off: a mistake of ours.</exception>
    public JournalBatch? Take()
    {
        if (_failure is { } failure)
        {
            throw new InvalidOperationException("the journal's writer broke off", failure);
        }

        JournalBatch? written = _written;
        if (written != null)
        {
            // Only then: a batch that comes right behind the look must not be wiped away.
            _written = null;
        }

        return written;
    }

    /// <summary>Writes the batch that was begun, if there is one. The thread's work, or that of a simulated world.</summary>
    public void WriteOnce()
    {
        if (_batch is not { } batch)
        {
            return;
        }

        long begin = Stopwatch.GetTimestamp();
        try
        {
            _file.Begin();
            foreach (JournalChange change in batch.Changes)
            {
                change.Apply(_file);
            }

            _file.Commit();
            batch.FreedBytes = _file.TakeFreedBytes();
            batch.Failure = null;
        }
        catch (JournalException failure)
        {
            batch.Failure = failure;
            RollBack(failure.IsFull);
        }

        batch.Microseconds = (long)Stopwatch.GetElapsedTime(begin).TotalMicroseconds;
        // In this order: at no moment does it look idle while a batch waits to be taken back, or the next one would take
        // its place, and whoever waits for it would wait for ever.
        _written = batch;
        _batch = null;
        Wakeup?.Wake();
    }

    /// <summary>Ends the thread after the batch that it is writing.</summary>
    public void Dispose()
    {
        _isStopping = true;
        _begun.Wake();
        _thread?.Join();
        _file.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _begun.Wait(Deadline.Idle);
            if (_isStopping)
            {
                return;
            }

            try
            {
                WriteOnce();
            }
            catch (Exception failure)
            {
                _failure = failure;
                Wakeup?.Wake();
                return;
            }
        }
    }

    private void RollBack(bool isFull)
    {
        try
        {
            _file.Rollback();
            if (isFull)
            {
                _file.ReuseLog();
            }
        }
        catch (JournalException)
        {
            // The next batch finds out whether the file can be used again.
        }
    }
}
