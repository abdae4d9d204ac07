using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Edge.Benchmarks.Codec;

/// <summary>Packets encoded and decoded in memory, Edge against MQTTnet.</summary>
internal static class CodecComparison
{
    public static MarkdownTable Run()
    {
        // In this process: a benchmark of its own project would need the package source, and the codec has no state.
        ManualConfig config = ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun
                .WithToolchain(InProcessEmitToolchain.Instance)
                .WithIterationTime(TimeInterval.FromMilliseconds(250))
                .WithIterationCount(15))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "edge-benchmarks"));

        MarkdownTable table = new(
            "encode + decode", "MQTTnet ns", "MQTTnet B", "Edge ns", "Edge B", "times faster");
        AddRow(table, "PUBLISH QoS 1, topic 32 B, payload 64 B", BenchmarkRunner.Run<PublishCodec>(config));
        AddRow(table, "PUBACK", BenchmarkRunner.Run<PubackCodec>(config));
        return table;
    }

    private static void AddRow(MarkdownTable table, string name, Summary summary)
    {
        (double peerNs, long peerBytes) = Result(summary, "MqttNet");
        (double edgeNs, long edgeBytes) = Result(summary, "Edge");
        table.Add(
            name,
            Number.Text(peerNs), Number.Text(peerBytes),
            Number.Text(edgeNs), Number.Text(edgeBytes),
            Number.Text(peerNs / edgeNs));
    }

    private static (double MedianNs, long Bytes) Result(Summary summary, string method)
    {
        BenchmarkReport report = summary.Reports.Single(
            report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method);
        if (report.ResultStatistics is not { } statistics)
        {
            throw new InvalidOperationException(method + " was not measured");
        }

        return (statistics.Median, report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);
    }
}
