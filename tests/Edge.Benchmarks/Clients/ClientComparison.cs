using Edge.Testing;

namespace Edge.Benchmarks.Clients;

/// <summary>Publisher and subscriber through a real mosquitto on loopback: Edge, MQTTnet and bare sockets in turn.</summary>
internal sealed class ClientComparison
{
    private const int Rounds = 3;

    // A queue without limit, or a subscriber that falls behind for a moment would lose QoS 0; more than 20 unacknowledged,
    // or the broker would be the window; no Nagle, or acknowledgements would wait for each other.
    private const string BrokerSettings = "max_queued_messages 0\nmax_inflight_messages 200\nset_tcp_nodelay true\n";

    private static readonly Workload[] Workloads =
    [
        new(0, 0, 30_000, 200_000),
        new(1, 1, 5_000, 10_000),
        new(1, 100, 20_000, 60_000),
    ];

    private readonly List<Round> _rounds = [];

    public static ClientComparison Run()
    {
        ClientComparison comparison = new();
        using Mosquitto broker = new(settings: BrokerSettings);
        foreach (Workload workload in Workloads)
        {
            // QoS 0 alone shows the ceiling: a raw sender has nothing to wait for.
            Peer[] peers = workload.QualityOfService == 0 ? Enum.GetValues<Peer>() : [Peer.Edge, Peer.MqttNet];
            for (int i = 0; i < Rounds; i++)
            {
                foreach (Peer peer in peers)
                {
                    Console.Error.WriteLine(workload.Name + ", round " + (i + 1) + ": " + peer);
                    comparison._rounds.Add(Round.Run(workload, peer, broker.Port));
                }
            }
        }

        return comparison;
    }

    /// <summary>Medians of the rounds.</summary>
    public MarkdownTable Figures()
    {
        MarkdownTable table = new(
            "through mosquitto", "msg/s", "publisher CPU us", "subscriber CPU us", "publisher B", "subscriber B");
        foreach (IGrouping<(Workload, Peer), Round> group in _rounds.GroupBy(round => (round.Workload, round.Peer)))
        {
            table.Add(
                group.Key.Item1.Name + ": " + group.Key.Item2,
                Median(group, round => round.Rate),
                Median(group, round => round.PublisherCpu), Median(group, round => round.SubscriberCpu),
                Median(group, round => round.PublisherBytes), Median(group, round => round.SubscriberBytes));
        }

        return table;
    }

    /// <summary>Edge against its peers of the same round; medians.</summary>
    public MarkdownTable Ratios()
    {
        MarkdownTable table = new(
            "Edge against", "rate", "publisher CPU", "subscriber CPU", "CPU of both");
        foreach (Workload workload in Workloads)
        {
            AddRatios(table, workload, Peer.MqttNet);
            if (workload.QualityOfService == 0)
            {
                AddRatios(table, workload, Peer.Raw);
            }
        }

        return table;
    }

    private void AddRatios(MarkdownTable table, Workload workload, Peer peer)
    {
        (Round Edge, Round Other)[] pairs = [.. Of(workload, Peer.Edge).Zip(Of(workload, peer))];
        table.Add(
            workload.Name + ": " + peer,
            Ratio(round => round.Rate),
            Ratio(round => round.PublisherCpu),
            Ratio(round => round.SubscriberCpu),
            Ratio(round => round.PublisherCpu + round.SubscriberCpu));

        string Ratio(Func<Round, double> figure) =>
            Number.Text(Number.Median(pairs.Select(pair => figure(pair.Edge) / figure(pair.Other))));
    }

    private IEnumerable<Round> Of(Workload workload, Peer peer) =>
        _rounds.Where(round => round.Workload == workload && round.Peer == peer);

    private static string Median(IEnumerable<Round> rounds, Func<Round, double> figure) =>
        Number.Text(Number.Median(rounds.Select(figure)));
}
