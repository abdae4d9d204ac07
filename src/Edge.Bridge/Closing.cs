using Edge.Bridge.Journals;
using Edge.Bridge.Loop;
using Edge.Bridge.Uplinks;

namespace Edge.Bridge;

/// <summary>The end of a bridge, in bounded steps: take nothing new, write and acknowledge what was taken, say goodbye on both
/// sides. What the broker or a device has not acknowledged stays in the journal.</summary>
internal sealed class Closing(EventLoop loop, Custody custody, Journal journal, Uplink uplink) : ILoopTask
{
    private const int SettleMs = 2_500;
    private const int FarewellMs = 1_000;

    // How often it looks whether a step is done.
    private const int LookMs = 20;

    private long _settleDue = Deadline.Never;
    private long _farewellDue = Deadline.Never;

    /// <inheritdoc/>
    public int Poll(long now)
    {
        if (_settleDue == Deadline.Never)
        {
            custody.IsClosing = true;
            _settleDue = now + SettleMs;
        }

        bool isSettled = (custody.Held == 0 && journal.IsSettled) || now >= _settleDue;
        if (_farewellDue == Deadline.Never && isSettled)
        {
            _farewellDue = now + FarewellMs;
            custody.CloseDevices();
            uplink.Disconnect();
        }

        journal.Hurry();
        bool isDone = custody.Devices == 0 && uplink.IsStopped && journal.IsSettled;
        if (isDone || now >= _farewellDue)
        {
            loop.Stop();
            return Deadline.Idle;
        }

        return LookMs;
    }
}
