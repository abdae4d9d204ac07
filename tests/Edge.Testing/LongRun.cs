using System.Globalization;

namespace Edge.Testing;

/// <summary>How much longer than usual the seeded tests run: the environment variable EDGE_LONG_RUN, 1 without it.</summary>
public static class LongRun
{
    /// <summary>The factor, at least 1.</summary>
    public static int Factor { get; } = Math.Max(
        1,
        int.TryParse(
            Environment.GetEnvironmentVariable("EDGE_LONG_RUN"), NumberStyles.None, CultureInfo.InvariantCulture, out int factor)
            ? factor
            : 1);
}
