using Edge.Bridge.Uplinks;

namespace Edge.Bridge;

/// <summary>A broker's message on its way to one or more devices.</summary>
internal sealed class Downlink(int delivery)
{
    private int _awaited;

    /// <summary>One more device has to acknowledge it.</summary>
    public void Await() => _awaited++;

    /// <summary>One device has, or is no longer owed; after the last one the broker gets its acknowledgement.</summary>
    public void Settle(Uplink uplink)
    {
        if (--_awaited == 0)
        {
            uplink.Acknowledge(delivery);
        }
    }
}
