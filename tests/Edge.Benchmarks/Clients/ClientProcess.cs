using System.Globalization;

namespace Edge.Benchmarks.Clients;

/// <summary>One client in a process of its own, so that its processor time and its allocations are its own.</summary>
internal static class ClientProcess
{
    /// <summary>The verb that starts it.</summary>
    public const string Verb = "client-process";

    public const string Publisher = "publisher";
    public const string Subscriber = "subscriber";

    /// <summary>What a subscriber says when messages may come.</summary>
    public const string Ready = "ready";

    // Time for the runtime to compile what the warm-up has shown to be hot.
    private const int SettleMs = 400;

    public static string[] Arguments(Peer peer, string role, int port, Workload workload) =>
        [Verb, peer.ToString(), role, port.ToString(CultureInfo.InvariantCulture), .. workload.Arguments()];

    public static int Run(ReadOnlySpan<string> arguments)
    {
        Peer peer = Enum.Parse<Peer>(arguments[1]);
        int port = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        Workload workload = Workload.Parse(arguments[4..]);
        Measurement measurement = arguments[2] == Publisher
            ? Publish(peer, port, workload)
            : Subscribe(peer, port, workload);
        Console.WriteLine(measurement.Line());
        // Until it is killed: a publisher that went now could take unsent messages with it.
        Console.ReadLine();
        return 0;
    }

    private static Measurement Publish(Peer peer, int port, Workload workload)
    {
        IPublishingClient client = peer switch
        {
            Peer.Edge => new EdgePublisher(workload, port),
            Peer.MqttNet => new MqttNetPublisher(workload, port),
            _ => new RawPublisher(port),
        };
        for (int burst = 0; burst < 2; burst++)
        {
            client.Publish(workload.WarmUp);
            Thread.Sleep(SettleMs);
        }

        Measurement start = Measurement.Now();
        client.Publish(workload.Count);
        return Measurement.Now().Since(start);
    }

    private static Measurement Subscribe(Peer peer, int port, Workload workload)
    {
        using Tally tally = new(workload);
        switch (peer)
        {
            case Peer.Edge:
                Subscribers.Edge(workload, port, tally, SayReady);
                break;
            case Peer.MqttNet:
                Subscribers.MqttNet(workload, port, tally, SayReady);
                break;
            default:
                Subscribers.Raw(port, tally, SayReady);
                break;
        }

        return tally.Wait();
    }

    private static void SayReady() => Console.WriteLine(Ready);
}
