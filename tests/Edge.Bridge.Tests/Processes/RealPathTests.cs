using Edge.Testing;

namespace Edge.Bridge.Tests.Processes;

/// <summary>The real program between a real serial port (a pseudo-terminal) or socket and a real broker.</summary>
public class RealPathTests
{
    private const int Baud = 115_200;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SensorPace = TimeSpan.FromMilliseconds(5);

    public RealPathTests()
    {
        Assert.SkipUnless(PtyPair.IsSupported, PtyPair.SkipReason);
        Assert.SkipUnless(Mosquitto.IsInstalled, Mosquitto.SkipReason);
    }

    [Fact]
    public void Two_hundred_readings_arrive_in_order_over_a_noisy_serial_line_that_is_pulled_and_plugged_in_again()
    {
        using Mosquitto broker = new();
        using Subscriber subscriber = new(broker.Port, "sensors/#");
        using PtyPair pty = new();
        using EdgeRun edge = EdgeRun.Between(Serial(pty), broker.Port);
        using Device device = Device.OnPty(pty, Baud, bitErrorRate: 1e-4);

        device.PublishUpTo(100, SensorPace);
        pty.Unplug();
        edge.Process.WaitForLine(line => line.Contains("trying again", StringComparison.Ordinal), Soon);
        pty.Plug();
        device.PublishUpTo(200, SensorPace);

        device.WaitForAcknowledged(200, Soon);
        subscriber.WaitFor(200, Soon);
        Assert.Equal(Enumerable.Range(0, 200), subscriber.FirstArrivals);
        Assert.True(device.DamagedFrames() > 0, "the line was not noisy");
    }

    [Fact]
    public void A_serial_port_that_is_absent_or_comes_and_goes_under_load_costs_no_cpu_and_loses_nothing()
    {
        using Mosquitto broker = new();
        using Subscriber subscriber = new(broker.Port, "sensors/#");
        using PtyPair pty = new();
        pty.Unplug();
        using EdgeRun edge = EdgeRun.Between(Serial(pty), broker.Port);
        using Device device = Device.OnPty(pty, Baud, bitErrorRate: 0);
        AssertIdle(edge, "while the port is absent");

        for (int time = 1; time <= 3; time++)
        {
            pty.Plug();
            device.PublishUpTo(time * 100, SensorPace);
            pty.Unplug();
        }

        AssertIdle(edge, "after the port has gone");
        pty.Plug();
        device.WaitForAcknowledged(300, Soon);
        AssertIdle(edge, "while nothing is said on the open port");

        subscriber.WaitFor(300, Soon);
        Assert.Equal(Enumerable.Range(0, 300), subscriber.FirstArrivals);
    }

    [Fact]
    public void Terminated_or_killed_under_load_the_bridge_loses_nothing_that_it_acknowledged()
    {
        using Mosquitto broker = new();
        using Subscriber subscriber = new(broker.Port, "sensors/#");
        int port = FreePort.Next();
        using EdgeRun edge = EdgeRun.Between(Tcp(port), broker.Port);
        using Device device = Device.OnTcp(port);

        for (int time = 1; time <= 6; time++)
        {
            int target = time * 300;
            Thread load = new(() => device.PublishUpTo(target, TimeSpan.FromMilliseconds(1)));
            load.Start();
            device.WaitForAcknowledged(target - 250, Soon);
            if (time % 2 == 0)
            {
                long start = Environment.TickCount64;
                edge.Process.Terminate();
                Assert.Equal(0, edge.Process.WaitForExit(Soon));
                Assert.InRange(Environment.TickCount64 - start, 0, 5000);
            }
            else
            {
                edge.Process.Kill();
                edge.Process.WaitForExit(Soon);
            }

            int[] acknowledged = device.Acknowledged;
            // What was not upstream yet is in the journal.
            edge.StartAgain();
            subscriber.WaitFor(acknowledged.Length, Soon);
            Assert.Empty(acknowledged.Except(subscriber.FirstArrivals));
            Assert.True(load.Join(Soon), "the load does not end");
        }

        device.WaitForAcknowledged(1800, Soon);
        subscriber.WaitFor(1800, Soon);
        Assert.Equal(Enumerable.Range(0, 1800), subscriber.FirstArrivals);
    }

    [Fact]
    public void Killed_while_the_broker_is_away_the_bridge_has_acknowledged_nothing_that_it_loses()
    {
        using Mosquitto broker = new();
        using Subscriber subscriber = new(broker.Port, "sensors/#");
        int port = FreePort.Next();
        using EdgeRun edge = EdgeRun.Between(Tcp(port), broker.Port);
        using Device device = Device.OnTcp(port);
        device.PublishUpTo(50, SensorPace);
        // What the broker has in memory alone is lost with it, so it has to be out first.
        subscriber.WaitFor(50, Soon);

        broker.Kill();
        edge.Process.WaitForLine(line => line.Contains("trying again", StringComparison.Ordinal), Soon);
        // As much as the device's memory takes without acknowledgements.
        device.PublishUpTo(70, SensorPace);
        edge.Process.Kill();
        edge.Process.WaitForExit(Soon);
        broker.Restart();
        subscriber.WaitForSubscription(2);
        edge.StartAgain();
        device.PublishUpTo(100, SensorPace);

        device.WaitForAcknowledged(100, Soon);
        subscriber.WaitFor(100, Soon);
        Assert.Equal(Enumerable.Range(0, 100), subscriber.FirstArrivals);
    }

    private static string Tcp(int port) =>
        $$"""{ "Name": "lan", "Type": "Tcp", "Listen": "127.0.0.1:{{port}}", "Framing": "None" }""";

    private static string Serial(PtyPair pty) =>
        $$"""{ "Name": "usb", "Type": "Serial", "Port": "{{pty.PortPath}}", "Baud": {{Baud}} }""";

    private static void AssertIdle(EdgeRun edge, string when)
    {
        double share = edge.CpuShare();
        Assert.True(share < 0.01, $"{share:P1} of a core {when}");
    }
}
