using System;

namespace Edge.Sensors;

/// <summary>A SenML pack in CBOR (RFC 8428, section 6), of the same records as <see cref="SenmlJsonWriter"/>. A number with
/// decimals is a decimal fraction, which is exact.</summary>
public sealed class SenmlCborWriter : IPayloadWriter
{
    // The labels of table 4, as the integers that they are in CBOR.
    private const byte BaseName = Cbor.Negative | 1;
    private const byte BaseTime = Cbor.Negative | 2;
    private const byte Name = 0;
    private const byte Unit = 1;
    private const byte Value = 2;
    private const byte Time = 6;

    private readonly Schema _schema;
    private readonly byte[] _baseName;
    private readonly byte[][] _records;
    private readonly int _rowBytesMax;

    /// <param name="schema">What the readings hold; names and units as SenML has them.</param>
    /// <param name="baseName">What comes before every field's name, such as <c>urn:dev:mac:0024befffe804ff1:</c>; empty for
    /// nothing.</param>
    /// <exception cref="ArgumentException">The base name has characters that SenML does not allow.</exception>
    public SenmlCborWriter(Schema schema, string baseName)
    {
        _schema = schema;
        SenmlName.ThrowIfNoBase(baseName);
        _baseName = baseName.Length == 0 ? Utf8.GetBytes("") : Labelled(BaseName, Utf8.GetBytes(baseName));
        _records = new byte[schema.Count][];
        for (int i = 0; i < _records.Length; i++)
        {
            byte[] name = Labelled(Name, schema[i].NameBytes);
            byte[] unit = schema[i].UnitBytes.Length == 0 ? Utf8.GetBytes("") : Labelled(Unit, schema[i].UnitBytes);
            byte[] record = new byte[name.Length + unit.Length + 1];
            Text.Put(record, Text.Put(record, 0, name), unit);
            record[record.Length - 1] = Value;
            _records[i] = record;
            _rowBytesMax += 1 + record.Length + Cbor.NumberBytesMax + 1 + Cbor.HeadBytesMax;
        }
    }

    /// <inheritdoc/>
    public int BytesMax(int rows) =>
        Cbor.HeadBytesMax + _baseName.Length + 1 + Cbor.HeadBytesMax + (rows * _rowBytesMax);

    /// <inheritdoc/>
    public int Write(Readings readings, long now, uint utcSeconds, byte[] buffer, int offset)
    {
        int at = Cbor.PutHead(buffer, offset, Cbor.Array, (uint)readings.Present());
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

                int pairs = 2 + (_schema[field].UnitBytes.Length == 0 ? 0 : 1) + (time == 0 ? 0 : 1);
                if (isFirst)
                {
                    at = PutBase(buffer, at, pairs, utcSeconds, baseAge);
                    isFirst = false;
                }
                else
                {
                    at = Cbor.PutHead(buffer, at, Cbor.Map, (uint)pairs);
                }

                at = Text.Put(buffer, at, _records[field]);
                at = Cbor.PutNumber(buffer, at, value, _schema[field].Decimals);
                if (time != 0)
                {
                    buffer[at++] = Time;
                    at = Cbor.PutInteger(buffer, at, (int)time);
                }
            }
        }

        return at;
    }

    private int PutBase(byte[] buffer, int at, int pairs, uint utcSeconds, long baseAge)
    {
        int basePairs = (_baseName.Length == 0 ? 0 : 1) + (utcSeconds == 0 ? 0 : 1);
        at = Cbor.PutHead(buffer, at, Cbor.Map, (uint)(basePairs + pairs));
        at = Text.Put(buffer, at, _baseName);
        if (utcSeconds != 0)
        {
            buffer[at++] = BaseTime;
            at = Cbor.PutHead(buffer, at, Cbor.Unsigned, utcSeconds - (uint)baseAge);
        }

        return at;
    }

    private static byte[] Labelled(byte label, byte[] text)
    {
        byte[] item = Cbor.Text(text);
        byte[] labelled = new byte[1 + item.Length];
        labelled[0] = label;
        Text.Put(labelled, 1, item);
        return labelled;
    }
}
