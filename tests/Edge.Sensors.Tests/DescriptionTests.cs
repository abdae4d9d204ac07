using System.Reflection;

namespace Edge.Sensors.Tests;

/// <summary>What is told once: fields, schemas, templates, policies. Mistakes are told at once.</summary>
public class DescriptionTests
{
    // The symbols of RFC 8428, 12.1, and RFC 8798, 4.
    private static readonly string[] Registered =
    [
        .. "m kg g s A K cd mol Hz rad sr N Pa J W C V F Ohm S Wb T H Cel lm lx Bq Gy Sv kat m2 m3 l m/s m/s2 m3/s l/s".Split(' '),
        .. "W/m2 cd/m2 bit bit/s lat lon pH dB dBW Bspl count / % %RH %EL EL 1/s 1/min beat/min beats S/m".Split(' '),
        .. "ms min h MHz kW kVA kvar Ah Wh kWh varh kvarh kVAh Wh/km KiB GB Mbit/s B/s MB/s mV mA dBm ug/m3 mm/h m/h".Split(' '),
        .. "ppm /100 /1000 hPa mm cm km km/h".Split(' '),
    ];

    private static readonly Schema Schema = new(new Field("a", "", 0), new Field("b", Units.Volt, 3));

    [Fact]
    public void Every_unit_is_a_registered_one() => Assert.Empty(
        typeof(Units).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(unit => (string)unit.GetRawConstantValue()!).Except(Registered));

    [Theory]
    [InlineData("", "V", 0)]
    [InlineData("ä", "V", 0)]
    [InlineData("_a", "V", 0)]
    [InlineData("a b", "V", 0)]
    [InlineData("a\"", "V", 0)]
    [InlineData("a", "\"", 0)]
    [InlineData("a", "\\", 0)]
    [InlineData("a", "m m", 0)]
    [InlineData("a", "V", -1)]
    [InlineData("a", "V", 10)]
    public void What_would_need_an_escape_or_a_longer_integer_is_no_field(string name, string unit, int decimals) =>
        Assert.ThrowsAny<ArgumentException>(() => new Field(name, unit, decimals));

    [Fact]
    public void Names_may_have_64_characters()
    {
        Assert.Equal(64, new Field(new string('a', 64), "", 0).Name.Length);
        Assert.Throws<ArgumentException>(() => new Field(new string('a', 65), "", 0));
    }

    [Fact]
    public void A_schema_knows_its_fields_and_takes_no_name_twice()
    {
        Assert.Equal(1, Schema.IndexOf("b"));
        Assert.Equal(-1, Schema.IndexOf("B"));
        Assert.Equal(2, Schema.Count);
        Assert.Throws<ArgumentException>(() => new Schema(new Field("a", "", 0), new Field("a", "V", 1)));
        Assert.Throws<ArgumentException>(() => new Schema());
    }

    [Theory]
    [InlineData("{c}")]
    [InlineData("{a")]
    [InlineData("a}")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{{a}")]
    public void A_template_that_is_none_is_refused_with_its_text(string template) =>
        Assert.Contains(template, Assert.Throws<ArgumentException>(() => new TemplateWriter(Schema, template)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(" ")]
    [InlineData(":a")]
    [InlineData("a\"")]
    public void A_base_name_that_SenML_does_not_allow_is_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => new SenmlJsonWriter(Schema, name));
        Assert.Throws<ArgumentException>(() => new SenmlCborWriter(Schema, name));
    }

    [Fact]
    public void Without_a_base_name_and_units_SenML_leaves_them_out()
    {
        Schema bare = new(new Field("a", "", 0));
        Readings readings = new(bare, 1);
        readings.Add([7], 0, 0);
        byte[] buffer = new byte[100];
        int end = new SenmlJsonWriter(bare, "").Write(readings, 0, 0, buffer, 0);
        Assert.Equal("""[{"n":"a","v":7}]""", System.Text.Encoding.UTF8.GetString(buffer, 0, end));
        end = new SenmlCborWriter(bare, "").Write(readings, 0, 0, buffer, 0);
        Assert.Equal("81A20061610207", Convert.ToHexString(buffer, 0, end));
    }

    [Fact]
    public void A_policy_has_limits()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PublishPolicy { SampleMs = 9 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PublishPolicy { SampleMs = 86_400_001 });
        Assert.Equal(86_400_000, new PublishPolicy { SampleMs = 86_400_000 }.SampleMs);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Readings(Schema, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Readings(Schema, 1001));
    }
}
