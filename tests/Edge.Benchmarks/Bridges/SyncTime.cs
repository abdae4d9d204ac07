using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Edge.Benchmarks.Bridges;

/// <summary>How long the disk takes for the least that makes a message durable: 4 KiB written into a file
/// that has its size already, as SQLite's log has it, and synchronised.</summary>
internal static class SyncTime
{
    private const int Times = 300;
    private const int PageBytes = 4096;

    /// <summary>Measures in a folder.</summary>
    public static Latencies Measure(string folder)
    {
        string path = Path.Combine(folder, "sync-time");
        Latencies latencies = new();
        byte[] page = new byte[PageBytes];
        using (SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite))
        {
            RandomAccess.Write(file, new byte[Times * PageBytes], 0);
            RandomAccess.FlushToDisk(file);
            for (int i = 0; i < Times; i++)
            {
                Random.Shared.NextBytes(page);
                long begin = Stopwatch.GetTimestamp();
                RandomAccess.Write(file, page, (long)i * PageBytes);
                RandomAccess.FlushToDisk(file);
                latencies.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            }
        }

        File.Delete(path);
        return latencies;
    }
}
