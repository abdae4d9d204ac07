using Edge.Mqtt;
using Edge.Sensors;
using Edge.Simulation;
using Edge.Simulation.Boards;
using Edge.Testing;

namespace Edge.Node.Tests;

/// <summary>A node with a simulated sensor, a broker, and a network between them.</summary>
internal sealed class NodeWorld : ITimeOfDay
{
    public const string Readings = "sensors/node-1/environment";
    public const string Status = "sensors/node-1/status";

    public NodeWorld()
    {
        Broker = new MemoryBroker(() => Clock.Now);
        Network = new SimulatedNetwork(() => Clock.Now, 1, 5, Broker.Accept);
        Node = new SensorNode("node-1", Client("node-1"), this);
        SimulatedSensor sensor = new(1);
        Sampler = Node.Add("environment", sensor, new JsonWriter(sensor.Schema), new PublishPolicy { SampleMs = 1000 });
    }

    public VirtualClock Clock { get; } = new(1_000_000);

    public MemoryBroker Broker { get; }

    public SimulatedNetwork Network { get; }

    public SensorNode Node { get; }

    public Sampler Sampler { get; }

    public uint UtcSeconds { get; set; }

    uint ITimeOfDay.UtcSeconds(long now) => UtcSeconds;

    public MqttClient Client(string id) => new(new MqttClientOptions(id) { RetryMaxMs = 2000 }, Network.Client());

    public void Run(int milliseconds)
    {
        long end = Clock.Now + milliseconds;
        while (Clock.Now < end)
        {
            int waitMs = Deadline.Earlier(Node.Poll(Clock.Now), Broker.Poll());
            Clock.Advance(Math.Clamp(waitMs, 1, (int)Math.Min(5, end - Clock.Now)));
        }
    }

    public string[] PayloadsOf(string topic) =>
        [.. Broker.Messages.Where(message => message.Topic == topic).Select(message => message.Payload)];
}
