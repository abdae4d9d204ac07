using Edge.Sensors;

namespace Edge.Node.Tests;

public class NodeLifeTests
{
    private readonly NodeWorld _world = new();

    [Fact]
    public void Stopped_it_says_offline_and_goodbye_and_ends()
    {
        _world.Run(1000);
        _world.Node.Stop();
        _world.Run(1000);
        Assert.True(_world.Node.IsStopped);
        Assert.False(_world.Node.IsConnected);
        Assert.Equal(["online", "offline"], _world.PayloadsOf(NodeWorld.Status));
        int taken = _world.Sampler.Taken;
        _world.Run(3000);
        Assert.Equal(taken, _world.Sampler.Taken);
    }

    [Fact]
    public void Stopped_without_room_it_says_offline_when_there_is_some()
    {
        _world.Network.IsReachable = false;
        _world.Run(60_000);
        _world.Network.IsReachable = true;
        while (!_world.Node.IsConnected)
        {
            _world.Run(5);
        }

        _world.Node.Stop();
        _world.Run(3000);
        Assert.True(_world.Node.IsStopped);
        Assert.Equal("offline", _world.PayloadsOf(NodeWorld.Status)[^1]);
    }

    [Fact]
    public void Stopped_without_a_connection_it_ends_at_once()
    {
        _world.Network.IsReachable = false;
        _world.Run(100);
        _world.Node.Stop();
        _world.Run(100);
        Assert.True(_world.Node.IsStopped);
    }

    [Fact]
    public void Stopped_while_the_broker_is_silent_it_ends_all_the_same()
    {
        _world.Run(1000);
        _world.Broker.IsSilent = true;
        _world.Node.Stop();
        _world.Run(4900);
        Assert.False(_world.Node.IsStopped);
        _world.Run(3000);
        Assert.True(_world.Node.IsStopped);
    }

    [Fact]
    public void It_tells_whether_a_sensor_measures_when_that_changes()
    {
        ConstantSensor sensor = new();
        _world.Node.Add("soil", sensor, new CborArrayWriter(sensor.Schema), new PublishPolicy { SampleMs = 500 });
        _world.Run(2200);
        sensor.Fails = true;
        _world.Run(2200);
        sensor.Fails = false;
        _world.Run(2200);
        Assert.Equal(["ok", "failed", "ok"], _world.PayloadsOf("sensors/node-1/soil/status"));
        Assert.Equal(["ok"], _world.PayloadsOf(NodeWorld.Readings + "/status"));
    }

    [Fact]
    public void A_watchdog_is_fed_while_there_is_a_connection_and_no_longer()
    {
        Bowl bowl = new();
        _world.Node.Watchdog = bowl;
        _world.Broker.IsSilent = true;
        _world.Run(5000);
        Assert.Equal(0, bowl.Meals);
        _world.Broker.IsSilent = false;
        _world.Run(60_000);
        Assert.True(bowl.Meals > 0);
        _world.Network.IsReachable = false;
        _world.Network.Cut();
        _world.Run(1000);
        int meals = bowl.Meals;
        _world.Run(60_000);
        Assert.Equal(meals, bowl.Meals);
        // Whatever else there is to wait for, it does not sleep too long.
        Assert.InRange(_world.Node.Poll(_world.Clock.Now), 0, 30_000);
    }

    private sealed class Bowl : IWatchdog
    {
        public int Meals { get; private set; }

        public void Feed() => Meals++;
    }
}
