using Edge.Mqtt;
using Edge.Sensors;
using Edge.Simulation.Boards;
using Edge.Testing;

namespace Edge.Node.Tests;

public class SensorNodeTests
{
    private const string Interval = "sensors/node-1/interval-ms";

    private readonly NodeWorld _world = new();

    [Fact]
    public void Readings_arrive_in_order_with_the_time_of_day()
    {
        _world.UtcSeconds = 1_800_000_000;
        _world.Run(10_500);
        string[] payloads = _world.PayloadsOf(NodeWorld.Readings);
        Assert.Equal(11, payloads.Length);
        Assert.All(payloads, payload => Assert.EndsWith(",\"time\":1800000000}", payload, StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(0, 11), payloads.Select(SequenceOf));
        Assert.Equal(11, _world.Node.Acknowledged);
    }

    [Fact]
    public void It_says_online_after_every_connecting_and_by_its_will_offline()
    {
        _world.Run(2000);
        Assert.Equal([(NodeWorld.Status, "offline", true)], _world.Broker.Wills);
        Assert.Equal(["online"], _world.PayloadsOf(NodeWorld.Status));
        _world.Network.Cut();
        _world.Run(5000);
        Assert.Equal(["online", "online"], _world.PayloadsOf(NodeWorld.Status));
        Assert.Equal(2, _world.Broker.Wills.Count);
    }

    [Fact]
    public void What_is_measured_without_a_connection_goes_out_with_the_next_one()
    {
        _world.Run(1500);
        _world.Network.IsReachable = false;
        _world.Network.Cut();
        _world.Run(6000);
        _world.Network.IsReachable = true;
        _world.Run(5000);
        int[] sequences = [.. _world.PayloadsOf(NodeWorld.Readings).Select(SequenceOf).Distinct()];
        Assert.Equal(Enumerable.Range(0, sequences.Length), sequences);
        Assert.True(sequences.Length >= 12);
    }

    [Fact]
    public void More_than_its_memory_holds_is_not_measured_and_nothing_between_is_lost()
    {
        _world.Network.IsReachable = false;
        _world.Run(120_000);
        Assert.InRange(_world.Sampler.Published, 5, 20);
        Assert.InRange(_world.Sampler.Missed, 90, 120);
        _world.Network.IsReachable = true;
        _world.Run(10_000);
        // It had to wait for room.
        Assert.Equal(["online"], _world.PayloadsOf(NodeWorld.Status));
        int[] sequences = [.. _world.PayloadsOf(NodeWorld.Readings).Select(SequenceOf)];
        Assert.Equal(Enumerable.Range(0, sequences.Length), sequences);
    }

    [Fact]
    public void An_interval_that_is_commanded_holds_at_once_and_is_told_to_whoever_asks_later()
    {
        _world.Run(1500);
        _world.Broker.Publish("cmd/node-1/interval-ms", "100");
        _world.Run(1000);
        Assert.InRange(_world.Sampler.Taken, 11, 13);
        Assert.Equal(["100"], _world.PayloadsOf(Interval));
        Assert.Equal((1, 0), (_world.Node.CommandsDone, _world.Node.CommandsRejected));
    }

    [Fact]
    public void A_measurement_can_be_commanded()
    {
        _world.Run(300);
        _world.Broker.Publish("cmd/node-1/measure", "");
        _world.Run(100);
        Assert.Equal(2, _world.Sampler.Taken);
        Assert.Equal(1, _world.Node.CommandsDone);
    }

    [Theory]
    [InlineData("interval-ms", "")]
    [InlineData("interval-ms", "9")]
    [InlineData("interval-ms", "-100")]
    [InlineData("interval-ms", "100.5")]
    [InlineData("interval-ms", "86400001")]
    [InlineData("interval-ms", "4294967396")]
    [InlineData("interval-ms", "18446744073709551716")]
    [InlineData("interval-ms", "1e3")]
    [InlineData("interval", "100")]
    [InlineData("reboot", "now")]
    public void What_is_no_command_changes_nothing_and_is_counted(string command, string payload)
    {
        _world.Run(300);
        _world.Broker.Publish("cmd/node-1/" + command, payload);
        _world.Run(3000);
        Assert.Equal(4, _world.Sampler.Taken);
        Assert.Equal((0, 1), (_world.Node.CommandsDone, _world.Node.CommandsRejected));
        Assert.Empty(_world.PayloadsOf(Interval));
    }

    [Fact]
    public void Each_sensor_has_its_topic_and_there_is_an_end_to_them()
    {
        SimulatedSensor second = new(2);
        _world.Node.Add("soil", second, new CborArrayWriter(second.Schema), new PublishPolicy { SampleMs = 500 });
        _world.Run(2200);
        Assert.Equal(3, _world.PayloadsOf(NodeWorld.Readings).Length);
        Assert.Equal(5, _world.PayloadsOf("sensors/node-1/soil").Length);
        while (_world.Node.SensorCount < 8)
        {
            _world.Node.Add("more", second, new JsonWriter(second.Schema), new PublishPolicy());
        }

        Assert.Throws<InvalidOperationException>(
            () => _world.Node.Add("more", second, new JsonWriter(second.Schema), new PublishPolicy()));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a+")]
    [InlineData("#")]
    [InlineData("/")]
    public void A_name_that_is_not_one_level_of_a_topic_is_refused(string name) => Assert.Throws<ArgumentException>(
        () => new SensorNode(name, _world.Client("id"), _world));

    [Theory]
    [InlineData("status")]
    [InlineData("interval-ms")]
    public void A_measurement_cannot_take_a_topic_of_the_node(string measurement)
    {
        ConstantSensor sensor = new();
        Assert.Throws<ArgumentException>(
            () => _world.Node.Add(measurement, sensor, new CborArrayWriter(sensor.Schema), new PublishPolicy()));
    }

    [Fact]
    public void A_hundred_thousand_readings_over_an_open_connection_allocate_nothing()
    {
        MirrorStream stream = new();
        ConstantSensor sensor = new();
        SensorNode node = new("node-1", new MqttClient(new MqttClientOptions("node-1") { LogBytes = 4096 }, stream), _world);
        Sampler sampler = node.Add("t", sensor, new CborArrayWriter(sensor.Schema), new PublishPolicy { SampleMs = 10 });
        long now = 0;
        Poll(1000);
        Assert.Equal(0, Allocation.Least(() => Poll(100_000)));
        Assert.True(node.Acknowledged > 100_000);
        Assert.Equal(0, sampler.Missed);

        void Poll(int times)
        {
            for (int i = 0; i < times; i++)
            {
                node.Poll(now += 10);
            }
        }
    }

    private static int SequenceOf(string payload) =>
        Reading.Parse(System.Text.Encoding.UTF8.GetBytes(payload))!.Sequence;
}
