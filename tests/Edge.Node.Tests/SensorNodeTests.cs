using Edge.Mqtt;
using Edge.Sensors;
using Edge.Simulation;
using Edge.Simulation.Boards;
using Edge.Testing;

namespace Edge.Node.Tests;

public class SensorNodeTests
{
    private const string Readings = "sensors/node-1/environment";
    private const string Status = "sensors/node-1/status";
    private const string Interval = "sensors/node-1/interval-ms";

    private readonly VirtualClock _clock = new(1_000_000);
    private readonly MemoryBroker _broker;
    private readonly SimulatedNetwork _network;
    private readonly Clock _timeOfDay = new();
    private readonly SensorNode _node;
    private readonly Sampler _sampler;

    public SensorNodeTests()
    {
        _broker = new MemoryBroker(() => _clock.Now);
        _network = new SimulatedNetwork(() => _clock.Now, 1, 5, _broker.Accept);
        _node = new SensorNode("node-1", new MqttClientOptions("node-1") { RetryMaxMs = 2000 }, _network.Client(), _timeOfDay);
        SimulatedSensor sensor = new(1);
        _sampler = _node.Add(
            "environment", sensor, new JsonWriter(sensor.Schema), new PublishPolicy { SampleMs = 1000 });
    }

    [Fact]
    public void Readings_arrive_in_order_with_the_time_of_day()
    {
        _timeOfDay.UtcSeconds = 1_800_000_000;
        Run(10_500);
        string[] payloads = PayloadsOf(Readings);
        Assert.Equal(11, payloads.Length);
        Assert.All(payloads, payload => Assert.EndsWith(",\"time\":1800000000}", payload, StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(0, 11), payloads.Select(SequenceOf));
        Assert.Equal(11, _node.Acknowledged);
    }

    [Fact]
    public void It_says_online_after_every_connecting_and_by_its_will_offline()
    {
        Run(2000);
        Assert.Equal([(Status, "offline", true)], _broker.Wills);
        Assert.Equal(["online"], PayloadsOf(Status));
        _network.Cut();
        Run(5000);
        Assert.Equal(["online", "online"], PayloadsOf(Status));
        Assert.Equal(2, _broker.Wills.Count);
    }

    [Fact]
    public void What_is_measured_without_a_connection_goes_out_with_the_next_one()
    {
        Run(1500);
        _network.IsReachable = false;
        _network.Cut();
        Run(6000);
        _network.IsReachable = true;
        Run(5000);
        int[] sequences = [.. PayloadsOf(Readings).Select(SequenceOf).Distinct()];
        Assert.Equal(Enumerable.Range(0, sequences.Length), sequences);
        Assert.True(sequences.Length >= 12);
    }

    [Fact]
    public void More_than_its_memory_holds_is_not_measured_and_nothing_between_is_lost()
    {
        _network.IsReachable = false;
        Run(120_000);
        Assert.InRange(_sampler.Published, 5, 20);
        Assert.InRange(_sampler.Missed, 90, 120);
        _network.IsReachable = true;
        Run(10_000);
        // It had to wait for room.
        Assert.Equal(["online"], PayloadsOf(Status));
        int[] sequences = [.. PayloadsOf(Readings).Select(SequenceOf)];
        Assert.Equal(Enumerable.Range(0, sequences.Length), sequences);
    }

    [Fact]
    public void An_interval_that_is_commanded_holds_at_once_and_is_told_to_whoever_asks_later()
    {
        Run(1500);
        _broker.Publish("cmd/node-1/interval-ms", "100");
        Run(1000);
        Assert.InRange(_sampler.Taken, 11, 13);
        Assert.Equal(["100"], PayloadsOf(Interval));
        Assert.Equal((1, 0), (_node.CommandsDone, _node.CommandsRejected));
    }

    [Fact]
    public void A_measurement_can_be_commanded()
    {
        Run(300);
        _broker.Publish("cmd/node-1/measure", "");
        Run(100);
        Assert.Equal(2, _sampler.Taken);
        Assert.Equal(1, _node.CommandsDone);
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
        Run(300);
        _broker.Publish("cmd/node-1/" + command, payload);
        Run(3000);
        Assert.Equal(4, _sampler.Taken);
        Assert.Equal((0, 1), (_node.CommandsDone, _node.CommandsRejected));
        Assert.Empty(PayloadsOf(Interval));
    }

    [Fact]
    public void Each_sensor_has_its_topic_and_there_is_an_end_to_them()
    {
        SimulatedSensor second = new(2);
        _node.Add("soil", second, new CborArrayWriter(second.Schema), new PublishPolicy { SampleMs = 500 });
        Run(2200);
        Assert.Equal(3, PayloadsOf(Readings).Length);
        Assert.Equal(5, PayloadsOf("sensors/node-1/soil").Length);
        while (_node.SensorCount < 8)
        {
            _node.Add("more", second, new JsonWriter(second.Schema), new PublishPolicy());
        }

        Assert.Throws<InvalidOperationException>(
            () => _node.Add("more", second, new JsonWriter(second.Schema), new PublishPolicy()));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a+")]
    [InlineData("#")]
    [InlineData("/")]
    public void A_name_that_is_not_one_level_of_a_topic_is_refused(string name) => Assert.Throws<ArgumentException>(
        () => new SensorNode(name, new MqttClientOptions("id"), _network.Client(), _timeOfDay));

    [Fact]
    public void Stopped_it_says_goodbye_and_ends()
    {
        Run(1000);
        _node.Stop();
        Run(1000);
        Assert.True(_node.IsStopped);
        Assert.False(_node.Session.IsConnected);
    }

    [Fact]
    public void A_hundred_thousand_readings_over_an_open_connection_allocate_nothing()
    {
        MirrorStream stream = new();
        ConstantSensor sensor = new();
        SensorNode node = new("node-1", new MqttClientOptions("node-1") { LogBytes = 4096 }, stream, _timeOfDay);
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

    private void Run(int milliseconds)
    {
        long end = _clock.Now + milliseconds;
        while (_clock.Now < end)
        {
            int waitMs = Deadline.Earlier(_node.Poll(_clock.Now), _broker.Poll());
            _clock.Advance(Math.Clamp(waitMs, 1, (int)Math.Min(5, end - _clock.Now)));
        }
    }

    private string[] PayloadsOf(string topic) =>
        [.. _broker.Messages.Where(message => message.Topic == topic).Select(message => message.Payload)];

    private static int SequenceOf(string payload) =>
        Reading.Parse(System.Text.Encoding.UTF8.GetBytes(payload))!.Sequence;

    private sealed class Clock : ITimeOfDay
    {
        public uint UtcSeconds { get; set; }

        uint ITimeOfDay.UtcSeconds(long now) => UtcSeconds;
    }

    private sealed class ConstantSensor : ISensor
    {
        public Schema Schema { get; } = new(new Field("t", Units.Celsius, 1));

        public SensorStatus Read(int[] values, int offset)
        {
            values[offset] = 215;
            return SensorStatus.Ready;
        }
    }
}
