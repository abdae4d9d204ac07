using Edge.Testing;

namespace Edge.Bridge.Tests.Processes;

/// <summary>The real program between a real UDP socket and a real broker, either of which is killed.</summary>
public class DatagramOutageTests
{
    private const int PaceMs = 5;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    public DatagramOutageTests() => Assert.SkipUnless(Mosquitto.IsInstalled, Mosquitto.SkipReason);

    [Fact]
    public void What_a_device_sends_once_while_the_broker_is_away_arrives_in_order()
    {
        using Mosquitto broker = new();
        using Subscriber subscriber = new(broker.Port, "sensors/#");
        int port = FreePort.Next();
        using EdgeRun edge = EdgeRun.Between(Udp(port), broker.Port);
        using DatagramDevice device = new(port);
        device.Connect();
        device.Publish(50, PaceMs);
        // What the broker has in memory alone is lost with it, so it has to be out first.
        subscriber.WaitFor(50, Soon);
        broker.Kill();
        device.Publish(400, PaceMs);
        broker.Restart();
        subscriber.WaitForSubscription(2);
        device.Publish(50, PaceMs);

        device.WaitForAcknowledged(500, 10_000);
        subscriber.WaitFor(500, Soon);
        Assert.Equal(Enumerable.Range(0, 500), subscriber.FirstArrivals);
        Assert.Equal(500, device.Acknowledged.Count);
    }

    [Fact]
    public void Killed_while_the_broker_is_away_the_bridge_has_acknowledged_nothing_that_it_loses()
    {
        using Mosquitto broker = new();
        using Subscriber subscriber = new(broker.Port, "sensors/#");
        int port = FreePort.Next();
        using EdgeRun edge = EdgeRun.Between(Udp(port), broker.Port);
        using DatagramDevice device = new(port);
        device.Connect();
        device.Publish(20, PaceMs);
        subscriber.WaitFor(20, Soon);
        broker.Kill();
        device.Publish(200, PaceMs);
        edge.Process.Kill();
        edge.Process.WaitForExit(Soon);
        // Nobody takes these, and the device does not repeat them.
        device.Publish(20, PaceMs);
        int[] acknowledged = [.. device.Acknowledged];
        broker.Restart();
        subscriber.WaitForSubscription(2);
        edge.StartAgain();
        device.Connect();
        device.Publish(50, PaceMs);

        device.WaitForAcknowledged(acknowledged.Length + 50, 10_000);
        subscriber.WaitFor(device.Acknowledged.Count, Soon);
        Assert.InRange(acknowledged.Length, 100, 220);
        Assert.Empty(device.Acknowledged.Except(subscriber.FirstArrivals));
        Assert.Equal(subscriber.FirstArrivals.Order(), subscriber.FirstArrivals);
    }

    private static string Udp(int port) =>
        $$"""
        { "Name": "radio", "Type": "Udp", "Listen": "127.0.0.1:{{port}}",
          "PredefinedTopics": [ { "Id": 7, "Topic": "sensors/dev1/air" } ] }
        """;
}
