using Edge.Sensors;

namespace Edge.Node.Tests;

/// <summary>Measures 21.5 °C, or nothing.</summary>
internal sealed class ConstantSensor : ISensor
{
    public Schema Schema { get; } = new(new Field("t", Units.Celsius, 1));

    public bool Fails { get; set; }

    public SensorStatus Read(int[] values, int offset)
    {
        values[offset] = 215;
        return Fails ? SensorStatus.Failed : SensorStatus.Ready;
    }
}
