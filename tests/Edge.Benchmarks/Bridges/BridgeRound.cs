using System.Diagnostics;
using Edge.Bridge.Loop;

namespace Edge.Benchmarks.Bridges;

/// <summary>One load on one bridge, once.</summary>
/// <param name="Load">What was done.</param>
/// <param name="IsEdge">Else it is mosquitto.</param>
/// <param name="Seconds">From the first publish to the last arrival upstream.</param>
/// <param name="Use">Of the bridge's process meanwhile.</param>
/// <param name="Acknowledged">With one at a time: milliseconds from publishing to the acknowledgement.</param>
/// <param name="Arrived">With one at a time: milliseconds from publishing to the arrival upstream.</param>
/// <param name="Sync">What the disk took for a synchronised write just before; null where there is no disk.</param>
internal sealed record BridgeRound(
    BridgeLoad Load, bool IsEdge, double Seconds, ProcessUse Use, Latencies Acknowledged, Latencies Arrived, Latencies? Sync)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);

    public double Rate => Load.Count / Seconds;

    public double Cpu => Use.CpuMicroseconds / Load.Count;

    public double Written => (double)Use.WrittenBytes / Load.Count;

    /// <summary>Runs it with connections of its own.</summary>
    public static BridgeRound Run(BridgeLoad load, bool isEdge, BridgeUnderTest bridge)
    {
        EventLoop loop = new();
        Thread thread = new(loop.Run) { Name = "devices" };
        thread.Start();
        try
        {
            return Run(load, isEdge, bridge, loop);
        }
        finally
        {
            loop.Stop();
            thread.Join();
        }
    }

    private static BridgeRound Run(BridgeLoad load, bool isEdge, BridgeUnderTest bridge, EventLoop loop)
    {
        Latencies? sync = bridge.Folder is { } folder ? SyncTime.Measure(folder) : null;
        Latencies acknowledged = new();
        Latencies arrived = new();
        using CountdownEvent connected = new(load.Publishers);
        Subscriber subscriber = new(loop, bridge.UpstreamPort);
        Publisher[] publishers = [.. Enumerable.Range(0, load.Publishers).Select(number => new Publisher(
            loop, bridge.Port, number, load, connected, load.IsOneAtATime ? acknowledged.Add : null))];
        if (load.IsOneAtATime)
        {
            subscriber.Arrived = milliseconds =>
            {
                arrived.Add(milliseconds);
                publishers[0].Arrived();
            };
        }

        subscriber.StartAndWait();
        Array.ForEach(publishers, publisher => publisher.Start());
        if (!connected.Wait(Deadline))
        {
            throw new TimeoutException("the devices are not connected");
        }

        Publish(load.Count / 5);
        Publish(load.Count / 5);
        acknowledged.Clear();
        arrived.Clear();
        ProcessUse before = ProcessUse.Of(bridge.ProcessId);
        double seconds = Publish(load.Count);
        ProcessUse use = ProcessUse.Of(bridge.ProcessId).Since(before);
        BridgeRound round = new(load, isEdge, seconds, use, acknowledged, arrived, sync);
        using CountdownEvent stopped = new(publishers.Length + 1);
        subscriber.Stop(stopped);
        Array.ForEach(publishers, publisher => publisher.Stop(stopped));
        stopped.Wait(Deadline);
        return round;

        double Publish(int count)
        {
            int each = count / publishers.Length;
            subscriber.Expect(each * publishers.Length);
            long begin = Stopwatch.GetTimestamp();
            Array.ForEach(publishers, publisher => publisher.Publish(each));
            subscriber.WaitForAll(Deadline);
            return Stopwatch.GetElapsedTime(begin, subscriber.LastArrival).TotalSeconds;
        }
    }
}
