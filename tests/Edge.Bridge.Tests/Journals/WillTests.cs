using System.Text;
using Edge.Bridge.Tests.Simulation;

namespace Edge.Bridge.Tests.Journals;

/// <summary>A will and the end of its connection are one change.</summary>
public class WillTests
{
    private static readonly Will Gone =
        new(new Topic("state/one"), Encoding.UTF8.GetBytes("gone"), QualityOfService.AtLeastOnce, true);

    [Fact]
    public void A_will_that_waited_for_room_leaves_the_next_connections_will_alone()
    {
        using CustodyWorld world = new();
        CustodyWorld.Client one = world.Connect("one", null, QualityOfService.AtMostOnce, Gone);
        world.Bridge.FreeBytes = 0;
        world.CutDevices(isReachable: true);
        world.Run(500);
        Assert.Equal(1, world.Journal.Parked);
        Assert.True(one.Mqtt.Session.IsConnected, "the device has not come back");

        world.Bridge.FreeBytes = long.MaxValue;
        world.Run(1_500);
        Assert.Single(world.Broker.Messages);

        world.Freeze(one);
        world.KillBridge();
        world.Run(100_000);
        Assert.Equal([("site/state/one", "gone"), ("site/state/one", "gone")], world.Broker.Messages);
    }

    [Fact]
    public void A_will_that_waits_for_room_outlasts_a_kill_and_is_published_once()
    {
        using CustodyWorld world = new();
        world.Connect("one", null, QualityOfService.AtMostOnce, Gone);
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
