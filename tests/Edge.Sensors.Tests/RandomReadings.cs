using Edge.Simulation;

namespace Edge.Sensors.Tests;

/// <summary>Readings of a random schema: extreme and missing values, one row or a list, with and without a clock.</summary>
internal sealed class RandomReadings
{
    private static readonly string[] Symbols = ["Cel", "%RH", "hPa", "/", "ug/m3", ""];

    public RandomReadings(ulong seed)
    {
        SeededRandom random = new(seed);
        Schema = new Schema([.. Enumerable.Range(0, 1 + random.Next(5)).Select(i => new Field(
            "field-" + i, Symbols[random.Next(Symbols.Length)], random.Next(Field.DecimalsMax + 1)))]);
        Readings = new Readings(Schema, random.Next(2) == 0 ? 1 : 1 + random.Next(6));
        UtcSeconds = random.Next(4) == 0 ? 0 : 1_700_000_000u + (uint)random.Next(1_000_000_000);
        int[] row = new int[Schema.Count];
        Now = 10_000_000;
        for (int i = 1 + random.Next(Readings.RowsMax); i > 0; i--)
        {
            for (int field = 0; field < row.Length; field++)
            {
                row[field] = Value(random);
            }

            Now += random.Next(3) == 0 ? 0 : random.Next(100_000);
            Readings.Add(row, 0, Now);
        }

        Now += random.Next(5000);
    }

    public Schema Schema { get; }

    public Readings Readings { get; }

    public long Now { get; }

    public uint UtcSeconds { get; }

    public bool IsList => Readings.RowsMax > 1;

    /// <summary>What a decoder should find: null for what is missing.</summary>
    public decimal? Number(int row, int field)
    {
        int value = Readings.Value(row, field);
        return value == Field.Missing ? null : value / Power(Schema[field].Decimals);
    }

    /// <summary>When a row was taken; null without a clock.</summary>
    public long? Time(int row) => UtcSeconds == 0 ? null : UtcSeconds - Age(row);

    public long Age(int row) => (Now - Readings.TakenAt(row)) / 1000;

    /// <summary>The payload, written into room of exactly as many bytes as the writer asks for.</summary>
    public byte[] Write(IPayloadWriter writer)
    {
        const int offset = 3;
        byte[] buffer = new byte[offset + writer.BytesMax(Readings.Count)];
        int end = writer.Write(Readings, Now, UtcSeconds, buffer, offset);
        Assert.Equal([0, 0, 0], buffer[..offset]);
        return buffer[offset..end];
    }

    private static decimal Power(int decimals) => decimals == 0 ? 1 : 10 * Power(decimals - 1);

    private static int Value(SeededRandom random) => random.Next(8) switch
    {
        0 => Field.Missing,
        1 => int.MaxValue,
        2 => int.MinValue + 1,
        3 => random.Next(3) - 1,
        4 => -random.Next(70_000),
        5 => random.Next(300),
        _ => random.Next(int.MaxValue) - (int.MaxValue / 2),
    };
}
