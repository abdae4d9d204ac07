using System;

namespace Edge.Sensors;

/// <summary>Any text with the numbers in it, such as <c>T={temperature} at {time}</c> or a line of InfluxDB. A list of
/// readings is a line for each, with a line feed between them.</summary>
public sealed class TemplateWriter : IPayloadWriter
{
    private readonly Schema _schema;
    private readonly byte[] _missing;

    private readonly byte[][] _texts;
    private readonly int[] _fields;
    private readonly int _rowBytesMax;

    /// <param name="schema">What the readings hold.</param>
    /// <param name="template">Text; <c>{name}</c> stands for a field, <c>{time}</c> for the seconds since 1970, <c>{{</c>
    /// and <c>}}</c> for braces.</param>
    /// <param name="missing">What stands for a field that could not be measured and a time that is not known.</param>
    /// <exception cref="ArgumentException">A brace that is not closed or not opened, or a field that there is not.</exception>
    public TemplateWriter(Schema schema, string template, string missing = "nan")
    {
        _schema = schema;
        _missing = Utf8.GetBytes(missing);
        Template parsed = new Template(schema, template);
        _texts = parsed.Texts;
        _fields = parsed.Fields;
        int numberBytesMax = _missing.Length > Text.DecimalBytesMax ? _missing.Length : Text.DecimalBytesMax;
        _rowBytesMax = 1 + (_fields.Length * numberBytesMax);
        for (int i = 0; i < _texts.Length; i++)
        {
            _rowBytesMax += _texts[i].Length;
        }
    }

    /// <inheritdoc/>
    public int BytesMax(int rows) => rows * _rowBytesMax;

    /// <inheritdoc/>
    public int Write(Readings readings, long now, uint utcSeconds, byte[] buffer, int offset)
    {
        int at = offset;
        int rows = readings.Count;
        for (int row = 0; row < rows; row++)
        {
            if (row > 0)
            {
                buffer[at++] = (byte)'\n';
            }

            for (int i = 0; i < _fields.Length; i++)
            {
                at = Text.Put(buffer, at, _texts[i]);
                at = PutField(readings, row, _fields[i], now, utcSeconds, buffer, at);
            }

            at = Text.Put(buffer, at, _texts[_fields.Length]);
        }

        return at;
    }

    private int PutField(Readings readings, int row, int field, long now, uint utcSeconds, byte[] buffer, int at)
    {
        if (field == Template.TimeField)
        {
            return utcSeconds == 0
                ? Text.Put(buffer, at, _missing)
                : Text.PutDecimal(buffer, at, utcSeconds - readings.AgeSeconds(row, now), 0);
        }

        int value = readings.Value(row, field);
        return value == Field.Missing
            ? Text.Put(buffer, at, _missing)
            : Text.PutDecimal(buffer, at, value, _schema[field].Decimals);
    }
}
