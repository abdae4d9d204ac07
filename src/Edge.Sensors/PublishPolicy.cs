using System;

namespace Edge.Sensors;

/// <summary>When readings are taken and when they are published.</summary>
public sealed class PublishPolicy
{
    private int _sampleMs = 10_000;

    /// <summary>Milliseconds between two measurements, 10 to 86,400,000 (a day); 10,000 by default. It may be changed at
    /// any time, and holds from the next measurement on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in this range.</exception>
    public int SampleMs
    {
        get => _sampleMs;
        set => _sampleMs = IsSampleMs(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), "measurements are 10 ms to a day apart");
    }

    /// <summary>By how much a field must differ from the last reading taken, in units of its integer, for a new one to be
    /// taken: a field with 5 counts from 6 on, one with <see cref="int.MaxValue"/> never. Null (the default): every
    /// measurement is a reading.</summary>
    public int[]? DeadBands { get; set; }

    /// <summary>With dead bands: after so many milliseconds a reading is taken although nothing has changed; 0 (the
    /// default) for never.</summary>
    public int HeartbeatMs { get; set; }

    /// <summary>Readings of one payload, 1 (the default) to 1,000.</summary>
    public int BatchRows { get; set; } = 1;

    /// <summary>The first reading of a payload waits for others at most so many milliseconds; 0 (the default): until it is
    /// full.</summary>
    public int BatchMs { get; set; }

    /// <summary>True when measurements may be so far apart.</summary>
    public static bool IsSampleMs(long milliseconds) => milliseconds >= 10 && milliseconds <= 86_400_000;

    /// <summary>Throws what a programmer should know before the first reading.</summary>
    internal void Check(Schema schema)
    {
        if (DeadBands != null && DeadBands.Length != schema.Count)
        {
            throw new ArgumentException("dead bands: one for each field of the schema");
        }

        if (HeartbeatMs < 0 || BatchMs < 0)
        {
            throw new ArgumentException("HeartbeatMs and BatchMs are 0 or more");
        }
    }
}
