using System.Text;
using Edge.Bridge.Tests.Simulation;
using Edge.Mqtt;

namespace Edge.Bridge.Tests.Journals;

/// <summary>A will and the end of its connection are one change.</summary>
public class WillTests
{
    [Fact]
    public void A_will_that_waits_for_room_outlasts_a_kill_and_is_published_once()
    {
        Will will = new(new Topic("state/one"), Encoding.UTF8.GetBytes("gone"), QualityOfService.AtLeastOnce, true);
        using CustodyWorld world = new();
        world.Connect("one", null, QualityOfService.AtMostOnce, will);
        world.Bridge.FreeBytes = 0;
        world.CutDevices(isReachable: false);
        world.Run(300);
        Assert.Equal(1, world.Journal.Parked);

        world.KillBridge();
        world.Bridge.FreeBytes = long.MaxValue;
        world.Run(100_000);
        Assert.Equal([("site/state/one", "gone")], world.Broker.Messages);
    }
}
