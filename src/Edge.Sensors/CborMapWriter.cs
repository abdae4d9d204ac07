namespace Edge.Sensors;

/// <summary>A CBOR map of names and numbers, and <c>time</c> as an epoch time (tag 1). A number with decimals is a decimal
/// fraction (tag 4), which is exact. What is missing or not known is left out. A list of readings is an array of
/// maps.</summary>
public sealed class CborMapWriter : IPayloadWriter
{
    private readonly Schema _schema;
    private readonly byte[][] _names;
    private readonly byte[] _time;
    private readonly int _rowBytesMax;

    /// <param name="schema">What the readings hold; a field called <c>time</c> would be there twice.</param>
    public CborMapWriter(Schema schema)
    {
        _schema = schema;
        _names = new byte[schema.Count][];
        _time = Cbor.Text(Utf8.GetBytes("time"));
        _rowBytesMax = Cbor.HeadBytesMax + _time.Length + 1 + Cbor.HeadBytesMax;
        for (int i = 0; i < _names.Length; i++)
        {
            _names[i] = Cbor.Text(schema[i].NameBytes);
            _rowBytesMax += _names[i].Length + Cbor.NumberBytesMax;
        }
    }

    /// <inheritdoc/>
    public int BytesMax(int rows) => Cbor.HeadBytesMax + (rows * _rowBytesMax);

    /// <inheritdoc/>
    public int Write(Readings readings, long now, uint utcSeconds, byte[] buffer, int offset)
    {
        int at = offset;
        int rows = readings.Count;
        if (readings.RowsMax > 1)
        {
            at = Cbor.PutHead(buffer, at, Cbor.Array, (uint)rows);
        }

        for (int row = 0; row < rows; row++)
        {
            at = Cbor.PutHead(buffer, at, Cbor.Map, (uint)(readings.Present(row) + (utcSeconds == 0 ? 0 : 1)));
            for (int field = 0; field < _names.Length; field++)
            {
                int value = readings.Value(row, field);
                if (value != Field.Missing)
                {
                    at = Text.Put(buffer, at, _names[field]);
                    at = Cbor.PutNumber(buffer, at, value, _schema[field].Decimals);
                }
            }

            if (utcSeconds != 0)
            {
                at = Text.Put(buffer, at, _time);
                buffer[at++] = Cbor.Tag | Cbor.EpochTag;
                at = Cbor.PutHead(buffer, at, Cbor.Unsigned, utcSeconds - (uint)readings.AgeSeconds(row, now));
            }
        }

        return at;
    }
}
