using System.Formats.Cbor;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Edge.Sensors.Tests;

/// <summary>What the writers make, read by decoders that know nothing of them.</summary>
public class WriterTests
{
    private const int Seeds = 3000;
    private const string BaseName = "urn:dev:mac:0024befffe804ff1:";

    [Fact]
    public void A_CBOR_array_holds_the_integers_in_order_and_the_time() => ForEach(readings =>
    {
        CborReader cbor = new(readings.Write(new CborArrayWriter(readings.Schema)), CborConformanceMode.Canonical);
        ReadRows(cbor, readings, row =>
        {
            Assert.Equal(readings.Schema.Count + 1, cbor.ReadStartArray());
            for (int field = 0; field < readings.Schema.Count; field++)
            {
                int value = readings.Readings.Value(row, field);
                Assert.Equal(value == Field.Missing ? null : (long)value, NumberOrNull(cbor));
            }

            Assert.Equal(readings.Time(row), NumberOrNull(cbor));
            cbor.ReadEndArray();
        });
    });

    [Fact]
    public void A_CBOR_map_holds_names_and_exact_numbers_and_the_time() => ForEach(readings =>
    {
        CborReader cbor = new(readings.Write(new CborMapWriter(readings.Schema)), CborConformanceMode.Strict);
        ReadRows(cbor, readings, row =>
        {
            cbor.ReadStartMap();
            for (int field = 0; field < readings.Schema.Count; field++)
            {
                if (readings.Number(row, field) is { } number)
                {
                    Assert.Equal(readings.Schema[field].Name, cbor.ReadTextString());
                    Assert.Equal(number, ReadNumber(cbor));
                }
            }

            if (readings.Time(row) is { } time)
            {
                Assert.Equal("time", cbor.ReadTextString());
                Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(time), cbor.ReadUnixTimeSeconds());
            }

            cbor.ReadEndMap();
        });
    });

    [Fact]
    public void JSON_holds_names_and_exact_numbers_and_the_time() => ForEach(readings =>
    {
        using JsonDocument json = JsonDocument.Parse(readings.Write(new JsonWriter(readings.Schema)));
        JsonElement[] rows = readings.IsList ? [.. json.RootElement.EnumerateArray()] : [json.RootElement];
        Assert.Equal(readings.Readings.Count, rows.Length);
        for (int row = 0; row < rows.Length; row++)
        {
            Dictionary<string, JsonElement> pairs = rows[row].EnumerateObject().ToDictionary(one => one.Name, one => one.Value);
            for (int field = 0; field < readings.Schema.Count; field++)
            {
                JsonElement value = pairs[readings.Schema[field].Name];
                Assert.Equal(readings.Number(row, field), value.ValueKind == JsonValueKind.Null ? null : value.GetDecimal());
            }

            Assert.Equal(readings.Time(row), pairs.TryGetValue("time", out JsonElement time) ? time.GetInt64() : null);
        }
    });

    [Fact]
    public void SenML_in_JSON_resolves_to_names_units_numbers_and_times() => ForEach(readings =>
    {
        using JsonDocument json = JsonDocument.Parse(
            readings.Write(new SenmlJsonWriter(readings.Schema, BaseName)));
        SenmlPack pack = new();
        foreach (JsonElement element in json.RootElement.EnumerateArray())
        {
            pack.Add(element.EnumerateObject().ToDictionary(
                pair => pair.Name,
                pair => pair.Value.ValueKind == JsonValueKind.String
                    ? (object)pair.Value.GetString()! : pair.Value.GetDecimal()));
        }

        pack.AssertHolds(readings, BaseName);
    });

    [Fact]
    public void SenML_in_CBOR_resolves_to_names_units_numbers_and_times() => ForEach(readings =>
    {
        CborReader cbor = new(
            readings.Write(new SenmlCborWriter(readings.Schema, BaseName)), CborConformanceMode.Strict);
        SenmlPack pack = new();
        for (int? records = cbor.ReadStartArray(); records > 0; records--)
        {
            Dictionary<string, object> record = [];
            for (int? pairs = cbor.ReadStartMap(); pairs > 0; pairs--)
            {
                string label = SenmlPack.LabelOf(cbor.ReadInt32());
                record.Add(label, cbor.PeekState() == CborReaderState.TextString ? cbor.ReadTextString() : ReadNumber(cbor));
            }

            cbor.ReadEndMap();
            pack.Add(record);
        }

        cbor.ReadEndArray();
        Assert.Equal(0, cbor.BytesRemaining);
        pack.AssertHolds(readings, BaseName);
    });

    [Fact]
    public void A_template_is_filled_in() => ForEach(readings =>
    {
        string template = "ä {{" + string.Concat(
            Enumerable.Range(0, readings.Schema.Count).Select(field => "{field-" + field + "}|")) + "{time}}}";
        string[] lines = Encoding.UTF8.GetString(readings.Write(new TemplateWriter(readings.Schema, template, "-"))).Split('\n');
        Assert.Equal(readings.Readings.Count, lines.Length);
        for (int row = 0; row < lines.Length; row++)
        {
            Assert.StartsWith("ä {", lines[row], StringComparison.Ordinal);
            Assert.EndsWith("}", lines[row], StringComparison.Ordinal);
            string[] parts = lines[row]["ä {".Length..^1].Split('|');
            for (int field = 0; field < readings.Schema.Count; field++)
            {
                Assert.Equal(
                    readings.Number(row, field),
                    parts[field] == "-" ? null : decimal.Parse(parts[field], CultureInfo.InvariantCulture));
            }

            Assert.Equal(readings.Time(row)?.ToString(CultureInfo.InvariantCulture) ?? "-", parts[^1]);
        }
    });

    private static void ForEach(Action<RandomReadings> check)
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                check(new RandomReadings(seed));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}: {failure.Message}", failure);
            }
        }
    }

    private static void ReadRows(CborReader cbor, RandomReadings readings, Action<int> readRow)
    {
        if (readings.IsList)
        {
            Assert.Equal(readings.Readings.Count, cbor.ReadStartArray());
        }

        for (int row = 0; row < readings.Readings.Count; row++)
        {
            readRow(row);
        }

        if (readings.IsList)
        {
            cbor.ReadEndArray();
        }

        Assert.Equal(0, cbor.BytesRemaining);
    }

    private static long? NumberOrNull(CborReader cbor)
    {
        if (cbor.PeekState() != CborReaderState.Null)
        {
            return cbor.ReadInt64();
        }

        cbor.ReadNull();
        return null;
    }

    private static decimal ReadNumber(CborReader cbor) =>
        cbor.PeekState() == CborReaderState.Tag ? cbor.ReadDecimal() : cbor.ReadInt64();
}
