using Edge.Bridge.Loop;

namespace Edge.Bridge.Tests;

public class EventLoopTests
{
    private readonly EventLoop _loop = new();

    [Fact]
    public void A_task_is_polled_when_it_is_due_and_not_before()
    {
        Counting task = Add(waitMs: 100);
        Assert.Equal(100, _loop.RunOnce(1000));
        Assert.Equal(1, task.Polls);
        Assert.Equal(1, _loop.RunOnce(1099));
        Assert.Equal(1, task.Polls);

        _loop.RunOnce(1100);
        Assert.Equal(2, task.Polls);
    }

    [Fact]
    public void A_woken_task_is_polled_once_however_often_it_was_woken()
    {
        Counting task = Add(waitMs: Deadline.Idle);
        Assert.Equal(Deadline.Idle, _loop.RunOnce(0));
        task.Slot!.Wake();
        task.Slot.Wake();
        _loop.RunOnce(1);
        Assert.Equal(2, task.Polls);
        Assert.Equal(Deadline.Idle, _loop.RunOnce(2));
        Assert.Equal(2, task.Polls);
    }

    [Fact]
    public void A_task_that_never_rests_does_not_starve_another()
    {
        Counting busy = Add(waitMs: 0);
        Counting timed = Add(waitMs: 10);
        for (int now = 0; now < 100; now++)
        {
            Assert.Equal(0, _loop.RunOnce(now));
        }

        Assert.Equal(100, busy.Polls);
        Assert.Equal(10, timed.Polls);
    }

    [Fact]
    public void A_task_that_changes_its_mind_is_polled_at_the_new_time()
    {
        Counting task = Add(waitMs: 1000);
        _loop.RunOnce(0);
        task.WaitMs = 10;
        task.Slot!.Wake();
        Assert.Equal(10, _loop.RunOnce(1));
        task.WaitMs = 5000;
        Assert.InRange(_loop.RunOnce(11), 1, 5000);
        Assert.Equal(3, task.Polls);
        _loop.RunOnce(1000);
        Assert.Equal(3, task.Polls);
        _loop.RunOnce(5011);
        Assert.Equal(4, task.Polls);
    }

    [Fact]
    public void A_removed_task_is_polled_no_more()
    {
        Counting task = Add(waitMs: 10);
        _loop.RunOnce(0);
        task.Slot!.Wake();
        EventLoop.Remove(task.Slot);
        _loop.RunOnce(10);
        _loop.RunOnce(100);
        Assert.Equal(1, task.Polls);
    }

    [Fact]
    public async Task A_wake_from_another_thread_ends_the_wait()
    {
        Counting task = Add(waitMs: Deadline.Idle);
        Task running = Task.Run(_loop.Run, TestContext.Current.CancellationToken);
        SpinWait.SpinUntil(() => task.Polls == 1, TimeSpan.FromSeconds(10));
        task.Slot!.Wake();
        Assert.True(SpinWait.SpinUntil(() => task.Polls == 2, TimeSpan.FromSeconds(10)), "the wake was lost");
        _loop.Stop();
        await running.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    private Counting Add(int waitMs)
    {
        Counting task = new() { WaitMs = waitMs, Slot = _loop.Add() };
        EventLoop.Start(task.Slot, task);
        return task;
    }

    private sealed class Counting : ILoopTask
    {
        private int _polls;

        public int WaitMs { get; set; }

        public LoopSlot? Slot { get; init; }

        public int Polls => Volatile.Read(ref _polls);

        public int Poll(long now)
        {
            Interlocked.Increment(ref _polls);
            return WaitMs;
        }
    }
}
