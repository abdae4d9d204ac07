using System.Globalization;
using System.Text;

namespace Edge.Sensors.Tests;

/// <summary>One reading byte by byte, and the table of sizes in docs/payloads.md.</summary>
public class PayloadSizeTests
{
    private const uint Utc = 1_800_000_000;
    private const string BaseName = "urn:dev:mac:0024befffe804ff1:";

    private static readonly Schema Schema = new(
        new Field("temperature", Units.Celsius, 2),
        new Field("humidity", Units.RelativeHumidity, 0),
        new Field("pressure", Units.Hectopascal, 1));

    private static readonly (string Name, IPayloadWriter Writer)[] Writers =
    [
        ("`CborArrayWriter`", new CborArrayWriter(Schema)),
        ("`CborMapWriter`", new CborMapWriter(Schema)),
        ("`SenmlCborWriter`", new SenmlCborWriter(Schema, BaseName)),
        ("`TemplateWriter`", new TemplateWriter(Schema, "{temperature};{humidity};{pressure};{time}")),
        ("`JsonWriter`", new JsonWriter(Schema)),
        ("`SenmlJsonWriter`", new SenmlJsonWriter(Schema, BaseName)),
    ];

    [Fact]
    public void A_CBOR_array_of_temperature_humidity_pressure_and_time_takes_14_bytes() =>
        Assert.Equal("8419086918371927941A6B49D200", Convert.ToHexString(Write(new CborArrayWriter(Schema), 1)));

    [Fact]
    public void Text_is_as_a_person_would_write_it()
    {
        Assert.Equal(
            """{"temperature":21.53,"humidity":55,"pressure":1013.2,"time":1800000000}""",
            Encoding.UTF8.GetString(Write(new JsonWriter(Schema), 1)));
        Assert.Equal(
            """
            [{"bn":"urn:dev:mac:0024befffe804ff1:","bt":1800000000,"n":"temperature","u":"Cel","v":21.53},{"n":"humidity","u":"%RH","v":55},{"n":"pressure","u":"hPa","v":1013.2}]
            """,
            Encoding.UTF8.GetString(Write(new SenmlJsonWriter(Schema, BaseName), 1)));
        Assert.Equal(
            "21.53;55;1013.2;1799999970\n21.53;55;1013.2;1799999980\n21.53;55;1013.2;1799999990\n21.53;55;1013.2;1800000000",
            Encoding.UTF8.GetString(Write(Writers[3].Writer, 4)));
    }

    [Fact]
    public void The_document_tells_the_sizes()
    {
        StringBuilder table = new("| writer | one reading | a list of 10 |\n|---|---:|---:|\n");
        foreach ((string name, IPayloadWriter writer) in Writers)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {name} | {Write(writer, 1).Length} | {Write(writer, 10).Length} |\n");
        }

        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "payloads.md"));
        Assert.True(page.Contains(table.ToString(), StringComparison.Ordinal), $"docs/payloads.md must have this table:\n\n{table}");
    }

    private static byte[] Write(IPayloadWriter writer, int rows)
    {
        Readings readings = new(Schema, rows);
        for (int row = 1; row <= rows; row++)
        {
            readings.Add([2153, 55, 10132], 0, row * 10_000);
        }

        byte[] buffer = new byte[writer.BytesMax(rows)];
        return buffer[..writer.Write(readings, rows * 10_000, Utc, buffer, 0)];
    }
}
