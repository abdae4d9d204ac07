using Edge.Testing;

namespace Edge.Benchmarks.Bridges;

/// <summary>Many devices at one bridge: are all served, and what does it take?</summary>
internal static class LinksMeasurement
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    /// <summary>Each device publishes once a second, and a hundred messages a second go down to any of them.</summary>
    public static MarkdownTable Run(int devices = 1000, int seconds = 30)
    {
        using BridgeUnderTest bridge = BridgeUnderTest.Edge();
        long empty = ProcessUse.Of(bridge.ProcessId).ResidentBytes;
        using ChildProcess crowd = new(
            Environment.ProcessPath!, CrowdProcess.Arguments(bridge.Port, bridge.UpstreamPort, devices, seconds));
        crowd.WaitForLine(line => line == CrowdProcess.Begins, Deadline);
        ProcessUse before = ProcessUse.Of(bridge.ProcessId);
        string[] cells = Crowd.Cells(crowd.WaitForLine(Crowd.IsLine, Deadline));
        ProcessUse use = ProcessUse.Of(bridge.ProcessId).Since(before);
        MarkdownTable table = new($"{devices} devices, {seconds} s", "");
        string[] names =
        [
            "published", "acknowledged", "arrived upstream", "sent down", "arrived at devices",
            "acknowledged ms p50", "acknowledged ms p99",
        ];
        foreach ((string name, string cell) in names.Zip(cells))
        {
            table.Add(name, cell);
        }

        table.Add("memory MB, no device", Megabytes(empty));
        table.Add("memory MB, all connected", Megabytes(before.ResidentBytes));
        table.Add("memory MB, at the end", Megabytes(use.ResidentBytes));
        table.Add("memory MB, at most", Megabytes(use.PeakBytes));
        table.Add("CPU % of one core", Number.Text(use.CpuMicroseconds / seconds / 10_000));
        table.Add("disk B/s", Number.Text((double)use.WrittenBytes / seconds));
        return table;
    }

    private static string Megabytes(long bytes) => Number.Text(bytes / 1e6);
}
