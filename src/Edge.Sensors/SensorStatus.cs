namespace Edge.Sensors;

/// <summary>What became of an attempt to measure.</summary>
public enum SensorStatus
{
    /// <summary>The values are there.</summary>
    Ready,

    /// <summary>The measurement is not over; ask again in a few milliseconds.</summary>
    Measuring,

    /// <summary>The sensor does not answer, or what it says cannot be right.</summary>
    Failed,
}
