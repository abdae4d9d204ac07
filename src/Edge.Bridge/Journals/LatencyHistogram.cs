using System.Numerics;

namespace Edge.Bridge.Journals;

/// <summary>How long something takes, counted in classes that double.</summary>
internal sealed class LatencyHistogram
{
    private const int Classes = 32;

    private readonly long[] _counts = new long[Classes];

    /// <summary>What was counted.</summary>
    public long Count { get; private set; }

    /// <summary>Counts one.</summary>
    public void Add(long microseconds)
    {
        _counts[Math.Min(Classes - 1, BitOperations.Log2((ulong)Math.Max(1, microseconds)))]++;
        Count++;
    }

    /// <summary>Microseconds that this share did not exceed, rounded up to a power of two; 0 when nothing was counted.</summary>
    /// <param name="share">0 to 1.</param>
    public long Percentile(double share)
    {
        long wanted = (long)Math.Ceiling(Count * share);
        long seen = 0;
        for (int i = 0; i < Classes && Count > 0; i++)
        {
            seen += _counts[i];
            if (seen >= wanted)
            {
                return 2L << i;
            }
        }

        return 0;
    }
}
