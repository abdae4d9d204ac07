namespace Edge.Sensors.Tests;

/// <summary>A sensor of one or two fields that says what it is told.</summary>
internal sealed class FakeSensor(Schema schema) : ISensor
{
    public Schema Schema { get; } = schema;

    public int[] Values { get; set; } = new int[schema.Count];

    public SensorStatus Status { get; set; }

    public int Reads { get; private set; }

    public SensorStatus Read(int[] values, int offset)
    {
        Reads++;
        if (Status == SensorStatus.Ready)
        {
            Values.CopyTo(values, offset);
        }

        return Status;
    }
}
