using Edge.Sensors;
using nanoFramework.TestFramework;

namespace Edge.Emulator.Tests;

/// <summary>One reading, 21.53 °C, 55 %, 1013.2 hPa, in every format.</summary>
[TestClass]
public class PayloadTests
{
    private const uint Utc = 1_800_000_000;
    private const string BaseName = "urn:b1:";

    [TestMethod]
    public void A_cbor_array_is_14_bytes() =>
        AreBytes(new CborArrayWriter(Schema()), "84 19 08 69 18 37 19 27 94 1A 6B 49 D2 00");

    [TestMethod]
    public void A_cbor_map_has_decimal_fractions() => AreBytes(
        new CborMapWriter(Schema()),
        "A4 6B 74 65 6D 70 65 72 61 74 75 72 65 C4 82 21 19 08 69 68 68 75 6D 69 64 69 74 79 18 37 "
        + "68 70 72 65 73 73 75 72 65 C4 82 20 19 27 94 64 74 69 6D 65 C1 1A 6B 49 D2 00");

    [TestMethod]
    public void Senml_in_cbor_has_integer_labels() => AreBytes(
        new SenmlCborWriter(Schema(), BaseName),
        "83 A5 21 67 75 72 6E 3A 62 31 3A 22 1A 6B 49 D2 00 00 6B 74 65 6D 70 65 72 61 74 75 72 65 01 63 43 65 6C 02 "
        + "C4 82 21 19 08 69 A3 00 68 68 75 6D 69 64 69 74 79 01 63 25 52 48 02 18 37 "
        + "A3 00 68 70 72 65 73 73 75 72 65 01 63 68 50 61 02 C4 82 20 19 27 94");

    [TestMethod]
    public void Json_is_as_a_person_would_write_it() => IsText(
        new JsonWriter(Schema()), "{\"temperature\":21.53,\"humidity\":55,\"pressure\":1013.2,\"time\":1800000000}");

    [TestMethod]
    public void Senml_in_json_has_names_units_and_values() => IsText(
        new SenmlJsonWriter(Schema(), BaseName),
        "[{\"bn\":\"urn:b1:\",\"bt\":1800000000,\"n\":\"temperature\",\"u\":\"Cel\",\"v\":21.53},"
        + "{\"n\":\"humidity\",\"u\":\"%RH\",\"v\":55},{\"n\":\"pressure\",\"u\":\"hPa\",\"v\":1013.2}]");

    [TestMethod]
    public void A_template_is_any_text() => IsText(
        new TemplateWriter(Schema(), "t={temperature} {{at}} {time}"), "t=21.53 {at} 1800000000");

    [TestMethod]
    public void A_negative_number_keeps_its_zeros()
    {
        Schema schema = new Schema(new Field("t", "", 2));
        Readings readings = new Readings(schema, 1);
        readings.Add(new[] { -5 }, 0, 0);

        AreEqual(new JsonWriter(schema), readings, 0, Utf8.GetBytes("{\"t\":-0.05}"));
        AreEqual(new CborMapWriter(schema), readings, 0, Hex.Bytes("A1 61 74 C4 82 21 24"));
    }

    private static Schema Schema() => new Schema(
        new Field("temperature", Units.Celsius, 2),
        new Field("humidity", Units.RelativeHumidity, 0),
        new Field("pressure", Units.Hectopascal, 1));

    private static void IsText(IPayloadWriter writer, string expected) =>
        AreEqual(writer, Reading(), Utc, Utf8.GetBytes(expected));

    private static void AreBytes(IPayloadWriter writer, string expected) =>
        AreEqual(writer, Reading(), Utc, Hex.Bytes(expected));

    private static Readings Reading()
    {
        Readings readings = new Readings(Schema(), 1);
        readings.Add(new[] { 2153, 55, 10132 }, 0, 0);
        return readings;
    }

    private static void AreEqual(IPayloadWriter writer, Readings readings, uint utcSeconds, byte[] expected)
    {
        byte[] payload = new byte[writer.BytesMax(1)];

        int end = writer.Write(readings, 0, utcSeconds, payload, 0);

        Hex.AreEqual(Hex.Text(expected, 0, expected.Length), payload, 0, end);
    }
}
