using System.Diagnostics;
using System.Globalization;

namespace Edge.Benchmarks.Clients;

/// <summary>What a process has used while it did its part; times are of one clock for all processes of the machine.</summary>
internal sealed record Measurement(double StartSeconds, double EndSeconds, double CpuMicroseconds, long AllocatedBytes)
{
    private const string Word = "measured";

    /// <summary>What the process has used from its start until now.</summary>
    public static Measurement Now()
    {
        double seconds = (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency;
        return new Measurement(
            seconds, seconds, Environment.CpuUsage.TotalTime.TotalMicroseconds, GC.GetTotalAllocatedBytes(precise: true));
    }

    /// <summary>What was used from an earlier <see cref="Now"/> to this one.</summary>
    public Measurement Since(Measurement earlier) => new(
        earlier.EndSeconds, EndSeconds, CpuMicroseconds - earlier.CpuMicroseconds, AllocatedBytes - earlier.AllocatedBytes);

    /// <summary>As a line of output; <see cref="Parse"/> reads it.</summary>
    public string Line() => string.Create(
        CultureInfo.InvariantCulture, $"{Word} {StartSeconds:R} {EndSeconds:R} {CpuMicroseconds:R} {AllocatedBytes}");

    public static bool IsLine(string line) => line.StartsWith(Word, StringComparison.Ordinal);

    public static Measurement Parse(string line)
    {
        string[] fields = line.Split(' ');
        return new Measurement(
            double.Parse(fields[1], CultureInfo.InvariantCulture), double.Parse(fields[2], CultureInfo.InvariantCulture),
            double.Parse(fields[3], CultureInfo.InvariantCulture), long.Parse(fields[4], CultureInfo.InvariantCulture));
    }
}
