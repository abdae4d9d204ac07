namespace Edge.Sensors;

/// <summary>A JSON object of names and numbers, and <c>time</c> in seconds since 1970, left out while it is not known. What
/// is missing is null. A list of readings is an array of objects.</summary>
public sealed class JsonWriter : IPayloadWriter
{
    private static readonly byte[] Null = { (byte)'n', (byte)'u', (byte)'l', (byte)'l' };

    private readonly Schema _schema;
    private readonly byte[][] _names;
    private readonly byte[] _time;
    private readonly int _rowBytesMax;

    /// <param name="schema">What the readings hold; a field called <c>time</c> would be there twice.</param>
    public JsonWriter(Schema schema)
    {
        _schema = schema;
        _names = new byte[schema.Count][];
        _time = Utf8.GetBytes(",\"time\":");
        _rowBytesMax = _time.Length + Text.SecondsBytesMax + 2;
        for (int i = 0; i < _names.Length; i++)
        {
            _names[i] = Utf8.GetBytes((i == 0 ? "{\"" : ",\"") + schema[i].Name + "\":");
            _rowBytesMax += _names[i].Length + Text.DecimalBytesMax;
        }
    }

    /// <inheritdoc/>
    public int BytesMax(int rows) => 2 + (rows * _rowBytesMax);

    /// <inheritdoc/>
    public int Write(Readings readings, long now, uint utcSeconds, byte[] buffer, int offset)
    {
        int at = offset;
        bool isList = readings.RowsMax > 1;
        int rows = readings.Count;
        for (int row = 0; row < rows; row++)
        {
            if (isList)
            {
                buffer[at++] = row == 0 ? (byte)'[' : (byte)',';
            }

            for (int field = 0; field < _names.Length; field++)
            {
                at = Text.Put(buffer, at, _names[field]);
                int value = readings.Value(row, field);
                at = value == Field.Missing
                    ? Text.Put(buffer, at, Null)
                    : Text.PutDecimal(buffer, at, value, _schema[field].Decimals);
            }

            if (utcSeconds != 0)
            {
                at = Text.Put(buffer, at, _time);
                at = Text.PutDecimal(buffer, at, utcSeconds - readings.AgeSeconds(row, now), 0);
            }

            buffer[at++] = (byte)'}';
        }

        if (isList)
        {
            buffer[at++] = (byte)']';
        }

        return at;
    }
}
