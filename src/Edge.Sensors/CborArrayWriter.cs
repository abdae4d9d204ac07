namespace Edge.Sensors;

/// <summary>The shortest payload: a CBOR array of the integers as they are, in the order of the schema, then the seconds
/// since 1970. What is missing or not known is null. A list of readings is an array of such arrays.</summary>
/// <remarks>Who reads it has to know the schema and its decimals.</remarks>
public sealed class CborArrayWriter : IPayloadWriter
{
    private readonly int _fields;

    /// <param name="schema">What the readings hold.</param>
    public CborArrayWriter(Schema schema)
    {
        _fields = schema.Count;
    }

    /// <inheritdoc/>
    public int BytesMax(int rows) => Cbor.HeadBytesMax + (rows * (Cbor.HeadBytesMax * (_fields + 2)));

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
            at = Cbor.PutHead(buffer, at, Cbor.Array, (uint)(_fields + 1));
            for (int field = 0; field < _fields; field++)
            {
                int value = readings.Value(row, field);
                if (value == Field.Missing)
                {
                    buffer[at++] = Cbor.Null;
                }
                else
                {
                    at = Cbor.PutInteger(buffer, at, value);
                }
            }

            if (utcSeconds == 0)
            {
                buffer[at++] = Cbor.Null;
            }
            else
            {
                at = Cbor.PutHead(buffer, at, Cbor.Unsigned, utcSeconds - (uint)readings.AgeSeconds(row, now));
            }
        }

        return at;
    }
}
