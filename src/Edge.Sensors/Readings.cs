using System;

namespace Edge.Sensors;

/// <summary>Readings that go into one payload: a row of integers each, and when it was taken.</summary>
public sealed class Readings
{
    private readonly int[] _values;
    private readonly long[] _takenAt;

    /// <param name="schema">What a row holds.</param>
    /// <param name="rowsMax">1 to 1,000 rows.</param>
    public Readings(Schema schema, int rowsMax)
    {
        if (rowsMax < 1 || rowsMax > 1000)
        {
            throw new ArgumentOutOfRangeException(nameof(rowsMax), "readings have 1 to 1000 rows");
        }

        Schema = schema;
        RowsMax = rowsMax;
        _values = new int[rowsMax * schema.Count];
        _takenAt = new long[rowsMax];
    }

    /// <summary>What a row holds.</summary>
    public Schema Schema { get; }

    /// <summary>Rows that there is room for.</summary>
    public int RowsMax { get; }

    /// <summary>Rows that there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a row. Only while there is room.</summary>
    /// <param name="values">Copied: as many as the schema has fields.</param>
    /// <param name="offset">Where the first is.</param>
    /// <param name="now">When it was taken, in milliseconds of the monotonic clock.</param>
    public void Add(int[] values, int offset, long now)
    {
        int fields = Schema.Count;
        Array.Copy(values, offset, _values, Count * fields, fields);
        _takenAt[Count] = now;
        Count++;
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear() => Count = 0;

    /// <summary>A field of a row, or <see cref="Field.Missing"/>.</summary>
    public int Value(int row, int field) => _values[(row * Schema.Count) + field];

    /// <summary>Fields of a row that are not missing.</summary>
    internal int Present(int row)
    {
        int present = 0;
        for (int field = 0; field < Schema.Count; field++)
        {
            present += Value(row, field) == Field.Missing ? 0 : 1;
        }

        return present;
    }

    /// <summary>Fields of all rows that are not missing.</summary>
    internal int Present()
    {
        int present = 0;
        for (int row = 0; row < Count; row++)
        {
            present += Present(row);
        }

        return present;
    }

    /// <summary>When a row was taken, in milliseconds of the monotonic clock.</summary>
    public long TakenAt(int row) => _takenAt[row];

    /// <summary>Whole seconds since a row was taken.</summary>
    public long AgeSeconds(int row, long now) => (now - _takenAt[row]) / 1000;
}
