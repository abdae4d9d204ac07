using System.Diagnostics;
using System.Globalization;

namespace Edge.Benchmarks.Bridges;

/// <summary>What another process has used since it began, from <c>/proc</c>.</summary>
/// <param name="CpuMicroseconds">Of all threads, user and system; counted by the kernel in steps of 10 ms.</param>
/// <param name="WrittenBytes">Handed to block devices.</param>
/// <param name="ResidentBytes">In memory now.</param>
/// <param name="PeakBytes">The most that was in memory.</param>
internal sealed record ProcessUse(double CpuMicroseconds, long WrittenBytes, long ResidentBytes, long PeakBytes)
{
    /// <summary>Reads it.</summary>
    public static ProcessUse Of(int processId)
    {
        using Process process = Process.GetProcessById(processId);
        return new ProcessUse(
            process.TotalProcessorTime.TotalMicroseconds,
            Field($"/proc/{processId}/io", "write_bytes:"),
            Field($"/proc/{processId}/status", "VmRSS:") * 1024,
            Field($"/proc/{processId}/status", "VmHWM:") * 1024);
    }

    /// <summary>What was used since an earlier reading; memory is what it is.</summary>
    public ProcessUse Since(ProcessUse earlier) => this with
    {
        CpuMicroseconds = CpuMicroseconds - earlier.CpuMicroseconds,
        WrittenBytes = WrittenBytes - earlier.WrittenBytes,
    };

    private static long Field(string path, string name)
    {
        string line = File.ReadLines(path).First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }
}
