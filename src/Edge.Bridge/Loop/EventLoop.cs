using System.Collections.Concurrent;
using System.Diagnostics;
using Edge.Transports;

namespace Edge.Bridge.Loop;

/// <summary>The one thread on which links, sessions and the uplink run: it waits until a task is woken or due, and polls
/// it. Tasks therefore need no locks among themselves, and cost nothing while nothing happens.</summary>
internal sealed class EventLoop
{
    private readonly ConcurrentQueue<LoopSlot> _ready = new();
    private readonly PriorityQueue<LoopSlot, long> _due = new();
    private readonly Wakeup _wakeup = new();
    private volatile bool _isStopping;

    // 1 while the loop waits or is about to: only then, and once, somebody has to wake it.
    private int _isWaiting;

    /// <summary>A place for a task; its streams are built with it before the task is set.</summary>
    public LoopSlot Add() => new(this);

    /// <summary>Sets a place's task and polls it soon.</summary>
    public static void Start(LoopSlot slot, ILoopTask task)
    {
        slot.Task = task;
        slot.Wake();
    }

    /// <summary>Takes a task out. Only on the loop's thread, or before it runs.</summary>
    public static void Remove(LoopSlot slot)
    {
        slot.Task = null;
        slot.Due = Deadline.Never;
    }

    /// <summary>Runs until <see cref="Stop"/>; the calling thread is the loop's.</summary>
    public void Run()
    {
        while (!_isStopping)
        {
            // Environment.TickCount64 goes in steps of 4 ms on some systems.
            int waitMs = RunOnce((long)Stopwatch.GetElapsedTime(0).TotalMilliseconds);
            if (waitMs > 0)
            {
                Wait(waitMs);
            }
        }
    }

    /// <summary>Ends <see cref="Run"/> soon. Any thread.</summary>
    public void Stop()
    {
        _isStopping = true;
        _wakeup.Wake();
    }

    /// <summary>Polls what is woken or due, each task once.</summary>
    /// <returns>Milliseconds until the next is due.</returns>
    public int RunOnce(long now)
    {
        while (_due.TryPeek(out LoopSlot? slot, out long due) && due <= now)
        {
            _due.Dequeue();
            slot.QueuedDue = Deadline.Never;
            if (slot.Due <= now)
            {
                slot.Wake();
            }
            else
            {
                Queue(slot);
            }
        }

        // Only what is ready now: a task that is always ready must not starve the due times.
        for (int count = _ready.Count; count > 0 && _ready.TryDequeue(out LoopSlot? slot); count--)
        {
            Poll(slot, now);
        }

        return _ready.IsEmpty && _due.TryPeek(out _, out long next) ? Deadline.Remaining(next, now)
            : _ready.IsEmpty ? Deadline.Idle : 0;
    }

    internal void Ready(LoopSlot slot)
    {
        _ready.Enqueue(slot);
        if (Interlocked.Exchange(ref _isWaiting, 0) != 0)
        {
            _wakeup.Wake();
        }
    }

    private void Wait(int waitMs)
    {
        // Whoever makes a task ready after this sees that the loop waits; what was ready before is seen here.
        Interlocked.Exchange(ref _isWaiting, 1);
        if (_ready.IsEmpty && !_isStopping)
        {
            _wakeup.Wait(waitMs);
        }

        Volatile.Write(ref _isWaiting, 0);
    }

    private void Poll(LoopSlot slot, long now)
    {
        slot.BeginPoll();
        if (slot.Task == null)
        {
            return;
        }

        int waitMs = slot.Task.Poll(now);
        if (waitMs <= 0)
        {
            slot.Wake();
            return;
        }

        slot.Due = waitMs == Deadline.Idle ? Deadline.Never : now + waitMs;
        Queue(slot);
    }

    // One entry a slot is enough as long as it is not later than the due time; a stale one is looked at again when it comes up.
    private void Queue(LoopSlot slot)
    {
        if (slot.Task != null && slot.Due < slot.QueuedDue)
        {
            slot.QueuedDue = slot.Due;
            _due.Enqueue(slot, slot.Due);
        }
    }
}
