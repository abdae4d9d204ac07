using Edge.Bridge.Loop;

namespace Edge.Benchmarks.Bridges;

/// <summary>Does a message cost more when many sessions wait for devices that are away?</summary>
internal static class StoredSessions
{
    private const int Few = 5;
    private const int Many = 5000;

    // Devices that are connected at a time while sessions are made.
    private const int PartCount = 100;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    /// <summary>Two bridges in turn, one with few and one with many sessions, each subscribed to a topic of its own.</summary>
    public static MarkdownTable Run(int rounds = 5)
    {
        BridgeLoad load = new("1 device, 20 in flight", 1, 20, 10_000);
        using BridgeUnderTest few = BridgeUnderTest.Edge();
        using BridgeUnderTest many = BridgeUnderTest.Edge();
        Make(few, Few);
        Make(many, Many);
        List<(BridgeRound Few, BridgeRound Many)> pairs = [];
        for (int i = 0; i < rounds; i++)
        {
            pairs.Add((BridgeRound.Run(load, true, few), BridgeRound.Run(load, true, many)));
            Console.Error.WriteLine($"stored sessions, round {i + 1}: {pairs[^1].Few.Cpu:0} and {pairs[^1].Many.Cpu:0} us");
        }

        MarkdownTable table = new(load.Name, "msg/s", "CPU us");
        Add($"{Few} stored sessions", pair => pair.Few);
        Add($"{Many} stored sessions", pair => pair.Many);
        table.Add(
            "ratio", Median(pair => pair.Many.Rate / pair.Few.Rate), Median(pair => pair.Many.Cpu / pair.Few.Cpu));
        return table;

        void Add(string name, Func<(BridgeRound Few, BridgeRound Many), BridgeRound> round) =>
            table.Add(name, Median(pair => round(pair).Rate), Median(pair => round(pair).Cpu));

        string Median(Func<(BridgeRound Few, BridgeRound Many), double> figure) =>
            Number.Text(Number.Median(pairs.Select(figure)));
    }

    // Devices that come, subscribe and go.
    private static void Make(BridgeUnderTest bridge, int count)
    {
        EventLoop loop = new();
        Thread thread = new(loop.Run) { Name = "devices" };
        thread.Start();
        foreach (int[] part in Enumerable.Range(0, count).Chunk(PartCount))
        {
            // One more is the upstream client's, which is not there.
            Crowd crowd = new(part.Length - 1);
            CrowdDevice[] devices = [.. part.Select(number => new CrowdDevice(loop, bridge.Port, number, crowd))];
            Array.ForEach(devices, device => device.Start());
            if (!SpinWait.SpinUntil(() => crowd.IsSubscribed, Deadline))
            {
                throw new TimeoutException("the bridge does not take the subscriptions");
            }

            using CountdownEvent stopped = new(devices.Length);
            Array.ForEach(devices, device => device.Stop(stopped));
            stopped.Wait(Deadline);
        }

        loop.Stop();
        thread.Join();
    }
}
