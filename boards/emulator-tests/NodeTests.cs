using Edge.Mqtt;
using Edge.Node;
using Edge.Sensors;
using nanoFramework.TestFramework;

namespace Edge.Emulator.Tests;

[TestClass]
public class NodeTests
{
    [TestMethod]
    public void A_node_connects_publishes_a_reading_and_hears_that_it_has_arrived()
    {
        ScriptedStream stream = new ScriptedStream();
        SensorNode node = new SensorNode("b1", new MqttClient(new MqttClientOptions("b1"), stream), new FixedClock());
        FixedSensor sensor = new FixedSensor();
        node.Add("air", sensor, new CborArrayWriter(sensor.Schema), new PublishPolicy { SampleMs = 1000 });

        // CONNECT with the will "offline" on sensors/b1/status.
        Says(node, stream, 0,
            "10 2A 00 04 4D 51 54 54 04 2C 00 3C 00 02 62 31 00 11 73 65 6E 73 6F 72 73 2F 62 31 2F 73 74 61 74 75 73 "
            + "00 07 6F 66 66 6C 69 6E 65");
        stream.Feed(Hex.Bytes("20 02 00 00"));

        // The reading of the first poll, the subscription to cmd/b1/+, and "online", each once.
        node.Poll(1);
        string said = Hex.Text(stream.Written, 0, stream.WrittenBytes);
        stream.Forget();
        Assert.Contains("82 0D", said, "SUBSCRIBE");
        Assert.Contains("73 74 61 74 75 73", said, "status");
        Assert.Contains("73 65 6E 73 6F 72 73 2F 62 31 2F 61 69 72", said, "sensors/b1/air");
        Assert.Contains("82 18 2A 1A 6B 49 D2 00", said, "[42, 1800000000]");
        Assert.AreEqual(0, node.Acknowledged, "before the PUBACKs");

        stream.Feed(Hex.Bytes("40 02 00 01 40 02 00 02 40 02 00 03"));
        node.Poll(2);

        Assert.AreEqual(1, node.Acknowledged, "readings acknowledged");
        Assert.IsTrue(node.IsConnected, "connected");
    }

    private static void Says(SensorNode node, ScriptedStream stream, long now, string bytes)
    {
        node.Poll(now);
        Hex.AreEqual(bytes, stream.Written, 0, stream.WrittenBytes);
        stream.Forget();
    }

    private sealed class FixedClock : ITimeOfDay
    {
        public uint UtcSeconds(long now) => 1_800_000_000;
    }

    private sealed class FixedSensor : ISensor
    {
        public Schema Schema { get; } = new Schema(new Field("t", Units.Celsius, 0));

        public SensorStatus Read(int[] values, int offset)
        {
            values[offset] = 42;
            return SensorStatus.Ready;
        }
    }
}
