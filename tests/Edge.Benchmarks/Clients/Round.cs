using Edge.Testing;

namespace Edge.Benchmarks.Clients;

/// <summary>One peer's publisher and subscriber through the broker, once.</summary>
internal sealed record Round(Workload Workload, Peer Peer, Measurement Publisher, Measurement Subscriber)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Messages per second, from the first publish to the last one received.</summary>
    public double Rate => Workload.Count / (Subscriber.EndSeconds - Publisher.StartSeconds);

    public double PublisherCpu => Publisher.CpuMicroseconds / Workload.Count;

    public double SubscriberCpu => Subscriber.CpuMicroseconds / Workload.Count;

    public double PublisherBytes => (double)Publisher.AllocatedBytes / Workload.Count;

    public double SubscriberBytes => (double)Subscriber.AllocatedBytes / Workload.Count;

    public static Round Run(Workload workload, Peer peer, int port)
    {
        using ChildProcess subscriber = Start(ClientProcess.Subscriber);
        subscriber.WaitForLine(line => line == ClientProcess.Ready, Deadline);
        using ChildProcess publisher = Start(ClientProcess.Publisher);
        Measurement received = Measurement.Parse(subscriber.WaitForLine(Measurement.IsLine, Deadline));
        Measurement published = Measurement.Parse(publisher.WaitForLine(Measurement.IsLine, Deadline));
        return new Round(workload, peer, published, received);

        ChildProcess Start(string role) =>
            new(Environment.ProcessPath!, ClientProcess.Arguments(peer, role, port, workload));
    }
}
