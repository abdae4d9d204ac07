namespace Edge.Benchmarks.Bridges;

/// <summary>Edge's bridge and mosquitto's, in turn, under the same load.</summary>
internal sealed class BridgeComparison
{
    private readonly List<BridgeRound> _rounds = [];

    /// <summary>Runs all loads.</summary>
    /// <param name="rounds">Times that both have their turn.</param>
    /// <param name="countMax">Messages of the largest load.</param>
    public static BridgeComparison Run(int rounds = 5, int countMax = 40_000)
    {
        BridgeComparison comparison = new();
        using BridgeUnderTest edge = BridgeUnderTest.Edge();
        using BridgeUnderTest mosquitto = BridgeUnderTest.Mosquitto();
        foreach (BridgeLoad load in BridgeLoad.All(countMax))
        {
            for (int i = 0; i < rounds; i++)
            {
                BridgeRound ours = BridgeRound.Run(load, true, edge);
                BridgeRound theirs = BridgeRound.Run(load, false, mosquitto);
                comparison._rounds.AddRange(ours, theirs);
                Console.Error.WriteLine(
                    $"{load.Name}, round {i + 1}: edge {ours.Rate:0}/s {ours.Cpu:0} us, "
                    + $"mosquitto {theirs.Rate:0}/s {theirs.Cpu:0} us, sync {ours.Sync!.Middle:0.00} ms");
            }
        }

        return comparison;
    }

    /// <summary>Medians of the rounds.</summary>
    public MarkdownTable Figures()
    {
        MarkdownTable table = new(
            "QoS 1, 32 B", "msg/s", "CPU us", "disk B", "acknowledged ms p50", "p99", "arrived ms p50", "p99", "sync ms p50", "p99");
        foreach (IGrouping<(BridgeLoad Load, bool IsEdge), BridgeRound> group in
            _rounds.GroupBy(round => (round.Load, round.IsEdge)))
        {
            table.Add(
                group.Key.Load.Name + (group.Key.IsEdge ? ": Edge" : ": mosquitto"),
                Median(group, round => round.Rate), Median(group, round => round.Cpu), Median(group, round => round.Written),
                Latency(group, round => round.Acknowledged.Middle), Latency(group, round => round.Acknowledged.Slow),
                Latency(group, round => round.Arrived.Middle), Latency(group, round => round.Arrived.Slow),
                Latency(group, round => round.Sync?.Middle ?? 0), Latency(group, round => round.Sync?.Slow ?? 0));
        }

        return table;
    }

    /// <summary>Edge's figure of each round divided by mosquitto's; medians.</summary>
    public MarkdownTable Ratios()
    {
        MarkdownTable table = new("Edge against mosquitto", "rate", "CPU");
        foreach (BridgeLoad load in _rounds.Select(round => round.Load).Distinct())
        {
            (BridgeRound Edge, BridgeRound Other)[] pairs =
                [.. _rounds.Where(round => round.Load == load && round.IsEdge)
                    .Zip(_rounds.Where(round => round.Load == load && !round.IsEdge))];
            table.Add(
                load.Name,
                Number.Text(Number.Median(pairs.Select(pair => pair.Edge.Rate / pair.Other.Rate))),
                Number.Text(Number.Median(pairs.Select(pair => pair.Edge.Cpu / pair.Other.Cpu))));
        }

        return table;
    }

    private static string Median(IEnumerable<BridgeRound> rounds, Func<BridgeRound, double> figure) =>
        Number.Text(Number.Median(rounds.Select(figure)));

    private static string Latency(IEnumerable<BridgeRound> rounds, Func<BridgeRound, double> figure)
    {
        double median = Number.Median(rounds.Select(figure));
        return median == 0 ? "" : Number.Text(median);
    }
}
