using Edge.Sensors;

namespace Edge.Simulation.Boards;

/// <summary>A sensor without the sensor: temperature, humidity, pressure and the number of the reading, as
/// <see cref="Reading.At"/> says.</summary>
/// <param name="seed">What it measures.</param>
public sealed class SimulatedSensor(ulong seed) : ISensor
{
    private int _sequence;

    /// <inheritdoc/>
    public Schema Schema { get; } = new(
        new Field("sequence", Units.Count, 0),
        new Field("temperature", Units.Celsius, 2),
        new Field("humidity", Units.RelativeHumidity, 1),
        new Field("pressure", Units.Hectopascal, 2));

    /// <inheritdoc/>
    public SensorStatus Read(int[] values, int offset)
    {
        ArgumentNullException.ThrowIfNull(values);
        Reading reading = Reading.At(seed, _sequence);
        values[offset] = _sequence++;
        values[offset + 1] = (int)(reading.Temperature * 100);
        values[offset + 2] = (int)(reading.Humidity * 10);
        values[offset + 3] = (int)(reading.Pressure * 100);
        return SensorStatus.Ready;
    }
}
