using Edge.Mqtt;
using nanoFramework.Runtime.Native;
using nanoFramework.TestFramework;

namespace Edge.Emulator.Tests;

[TestClass]
public class MemoryTests
{
    private const int Messages = 10_000;

    [TestMethod]
    public void Ten_thousand_acknowledged_messages_leave_the_free_memory_as_it_was()
    {
        ScriptedStream stream = new ScriptedStream();
        Counting handler = new Counting();
        MqttClient client = new MqttClient(new MqttClientOptions("b1"), stream, handler);
        Topic topic = new Topic("t");
        byte[] payload = new byte[20];
        byte[] accepted = { 0x20, 2, 0, 0 };
        byte[] puback = { 0x40, 2, 0, 0 };
        client.Poll(1);
        stream.Feed(accepted);
        client.Poll(1);
        Run(client, stream, topic, payload, puback, 100);

        GC.Run(false);
        uint before = GC.Run(false);
        Run(client, stream, topic, payload, puback, Messages);
        uint after = GC.Run(false);

        Assert.AreEqual(Messages + 100, handler.Acknowledged, "acknowledged");
        Assert.AreEqual(before, after, "bytes free");
    }

    private static void Run(
        MqttClient client, ScriptedStream stream, Topic topic, byte[] payload, byte[] puback, int messages)
    {
        for (int i = 0; i < messages; i++)
        {
            stream.Forget();
            client.Publish(topic, payload, 0, payload.Length, QualityOfService.AtLeastOnce, false);
            client.Poll(1);
            puback[2] = stream.Written[5];
            puback[3] = stream.Written[6];
            stream.Feed(puback);
            client.Poll(1);
        }
    }

    private sealed class Counting : ClientHandler
    {
        public int Acknowledged { get; private set; }

        public override void OnPublishAcknowledged(int token) => Acknowledged++;
    }
}
