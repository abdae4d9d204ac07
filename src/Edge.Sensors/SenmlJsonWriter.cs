using System;

namespace Edge.Sensors;

/// <summary>A SenML pack in JSON (RFC 8428): a record for each field that was measured. The first one has the base name
/// and the time of the first reading as base time. While the time of day is not known, times are seconds before the
/// sending.</summary>
public sealed class SenmlJsonWriter : IPayloadWriter
{
    // A comma, a sign and eleven digits.
    private const int TimeBytesMax = 17;

    private readonly Schema _schema;
    private readonly byte[] _baseName;
    private readonly byte[] _baseTime;
    private readonly byte[] _time;
    private readonly byte[][] _records;
    private readonly int _rowBytesMax;

    /// <param name="schema">What the readings hold; names and units as SenML has them.</param>
    /// <param name="baseName">What comes before every field's name, such as <c>urn:dev:mac:0024befffe804ff1:</c>; empty for
    /// nothing.</param>
    /// <exception cref="ArgumentException">The base name has characters that SenML does not allow.</exception>
    public SenmlJsonWriter(Schema schema, string baseName)
    {
        _schema = schema;
        SenmlName.ThrowIfNoBase(baseName);
        _baseName = Utf8.GetBytes(baseName.Length == 0 ? "" : "\"bn\":\"" + baseName + "\",");
        _baseTime = Utf8.GetBytes("\"bt\":");
        _time = Utf8.GetBytes(",\"t\":");
        _records = new byte[schema.Count][];
        for (int i = 0; i < _records.Length; i++)
        {
            string unit = schema[i].Unit.Length == 0 ? "" : "\"u\":\"" + schema[i].Unit + "\",";
            _records[i] = Utf8.GetBytes("\"n\":\"" + schema[i].Name + "\"," + unit + "\"v\":");
            _rowBytesMax += 3 + _records[i].Length + Text.DecimalBytesMax + TimeBytesMax;
        }
    }

    /// <inheritdoc/>
    public int BytesMax(int rows) =>
        2 + _baseName.Length + _baseTime.Length + Text.SecondsBytesMax + 1 + (rows * _rowBytesMax);

    /// <inheritdoc/>
    public int Write(Readings readings, long now, uint utcSeconds, byte[] buffer, int offset)
    {
        int at = offset;
        buffer[at++] = (byte)'[';
        long baseAge = utcSeconds == 0 ? 0 : readings.AgeSeconds(0, now);
        bool isFirst = true;
        int rows = readings.Count;
        for (int row = 0; row < rows; row++)
        {
            long time = baseAge - readings.AgeSeconds(row, now);
            for (int field = 0; field < _records.Length; field++)
            {
                int value = readings.Value(row, field);
                if (value == Field.Missing)
                {
                    continue;
                }

                at = isFirst ? PutBase(buffer, at, utcSeconds, baseAge) : PutOpening(buffer, at);
                isFirst = false;
                at = Text.Put(buffer, at, _records[field]);
                at = Text.PutDecimal(buffer, at, value, _schema[field].Decimals);
                if (time != 0)
                {
                    at = Text.Put(buffer, at, _time);
                    at = Text.PutDecimal(buffer, at, time, 0);
                }

                buffer[at++] = (byte)'}';
            }
        }

        buffer[at++] = (byte)']';
        return at;
    }

    private int PutBase(byte[] buffer, int at, uint utcSeconds, long baseAge)
    {
        buffer[at++] = (byte)'{';
        at = Text.Put(buffer, at, _baseName);
        if (utcSeconds != 0)
        {
            at = Text.Put(buffer, at, _baseTime);
            at = Text.PutDecimal(buffer, at, utcSeconds - baseAge, 0);
            buffer[at++] = (byte)',';
        }

        return at;
    }

    private static int PutOpening(byte[] buffer, int at)
    {
        buffer[at] = (byte)',';
        buffer[at + 1] = (byte)'{';
        return at + 2;
    }
}
