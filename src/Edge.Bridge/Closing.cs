using Edge.Bridge.Loop;
using Edge.Bridge.Uplinks;

namespace Edge.Bridge;

/// <summary>The end of a bridge, in bounded steps: take nothing new, wait for the broker's acknowledgements of what was
/// taken and pass them on, then say goodbye on both sides.</summary>
internal sealed class Closing(EventLoop loop, Custody custody, Uplink uplink) : ILoopTask
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

        bool isSettled = custody.HeldUp == 0 || !uplink.IsConnected || now >= _settleDue;
        if (_farewellDue == Deadline.Never && isSettled)
        {
            _farewellDue = now + FarewellMs;
            custody.CloseDevices();
            uplink.Disconnect();
        }

        bool isDone = custody.Devices == 0 && uplink.IsStopped;
        if (isDone || now >= _farewellDue)
        {
            loop.Stop();
            return Deadline.Idle;
        }

        return LookMs;
    }
}
