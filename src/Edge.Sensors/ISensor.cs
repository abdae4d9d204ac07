namespace Edge.Sensors;

/// <summary>Something that measures. <c>docs/writing-a-sensor-adapter.md</c> shows how to write one.</summary>
public interface ISensor
{
    /// <summary>What a reading of it holds.</summary>
    Schema Schema { get; }

    /// <summary>Measures, or looks whether a measurement that was begun is over.</summary>
    /// <param name="values">Gets the fields as integers, in the order of the schema; a field that could not be measured
    /// is <see cref="Field.Missing"/>. Touched only when the answer is <see cref="SensorStatus.Ready"/>.</param>
    /// <param name="offset">Where the first field goes.</param>
    /// <remarks>It must not throw, and should return within a few milliseconds: whatever else the board does waits for
    /// it.</remarks>
    SensorStatus Read(int[] values, int offset);
}
