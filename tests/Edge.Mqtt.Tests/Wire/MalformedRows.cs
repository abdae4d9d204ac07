using static Edge.Mqtt.Tests.Wire.WireRow;

namespace Edge.Mqtt.Tests.Wire;

/// <summary>The malformed half of the wire's table: each way in which each packet can break a rule.</summary>
internal static class MalformedRows
{
    private const string Mqtt = "0004 \"MQTT\" 04 ";

    public static readonly WireRow[] FixedHeaders =
    [
        Broken("00 00", "reserved packet type 0", Violation.ReservedPacketType),
        Broken("F0 00", "reserved packet type 15", Violation.ReservedPacketType),
        Broken("30 FFFFFFFF", "a remaining length that goes on after four bytes", Violation.RemainingLength),
        Broken("30 80808080 00", "a remaining length of five bytes", Violation.RemainingLength),
        Broken("36 06 0001 \"t\" 0001 31", "PUBLISH of QoS 3", Violation.QualityOfService),
        Broken("3E 06 0001 \"t\" 0001 31", "PUBLISH of QoS 3, again", Violation.QualityOfService),
        Broken("38 04 0001 \"t\" 31", "PUBLISH of QoS 0 with DUP", Violation.DuplicateAtMostOnce),
        Broken("39 04 0001 \"t\" 31", "PUBLISH of QoS 0 with DUP, retained", Violation.DuplicateAtMostOnce),
    ];

    public static readonly WireRow[] Connect =
    [
        Broken("10 00", "CONNECT of nothing", Violation.PacketLength),
        Broken("10 06 0004 \"MQTT\"", "CONNECT that ends before its level", Violation.PacketLength),
        Broken("10 09" + Mqtt + "02 00", "CONNECT that ends in its keep-alive", Violation.PacketLength),
        Broken("10 0A" + Mqtt + "02 0000", "CONNECT without a client identifier", Violation.PacketLength),
        Broken("10 0E 0004 \"MQTX\" 04 02 0000 0002 \"id\"", "CONNECT of an unknown protocol", Violation.ProtocolName),
        Broken("10 10 0006 \"MQIsdp\" 03 02 0000 0002 \"id\"", "CONNECT of MQTT 3.1", Violation.ProtocolName),
        Broken("10 0E" + Mqtt + "03 0000 0002 \"id\"", "CONNECT with the reserved flag", Violation.ConnectFlags),
        Broken("10 0E" + Mqtt + "0A 0000 0002 \"id\"", "CONNECT, will QoS without a will", Violation.ConnectFlags),
        Broken("10 0E" + Mqtt + "22 0000 0002 \"id\"", "CONNECT, will retain without a will", Violation.ConnectFlags),
        Broken("10 13" + Mqtt + "1E 0000 0002 \"id\" 0001 \"w\" 0000", "CONNECT, will of QoS 3", Violation.ConnectFlags),
        Broken("10 10" + Mqtt + "42 0000 0002 \"id\" 0000", "CONNECT, password without a user name",
            Violation.ConnectFlags),
        Broken("10 0E" + Mqtt + "02 0000 0003 \"id\"", "CONNECT, client identifier longer than the packet",
            Violation.PacketLength),
        Broken("10 0E" + Mqtt + "06 0000 0002 \"id\"", "CONNECT, will flag without its fields", Violation.PacketLength),
        Broken("10 11" + Mqtt + "06 0000 0002 \"id\" 0001 \"w\"", "CONNECT, will without a message",
            Violation.PacketLength),
        Broken("10 13" + Mqtt + "02 0000 0002 \"id\" 0001 \"w\" 0000", "CONNECT, a will without its flag",
            Violation.PacketLength),
        Broken("10 0E" + Mqtt + "82 0000 0002 \"id\"", "CONNECT, user name flag without a user name",
            Violation.PacketLength),
        Broken("10 11" + Mqtt + "02 0000 0002 \"id\" 0001 \"u\"", "CONNECT, a user name without its flag",
            Violation.PacketLength),
        Broken("10 11" + Mqtt + "C2 0000 0002 \"id\" 0001 \"u\"", "CONNECT, password flag without a password",
            Violation.PacketLength),
        Broken("10 14" + Mqtt + "82 0000 0002 \"id\" 0001 \"u\" 0001 \"p\"", "CONNECT, a password without its flag",
            Violation.PacketLength),
        Broken("10 0F" + Mqtt + "02 0000 0002 \"id\" 00", "CONNECT with a byte too many", Violation.PacketLength),
        Broken("10 0E" + Mqtt + "02 0000 0002 C080", "CONNECT, overlong letter in the name", Violation.MalformedString),
        Broken("10 0F" + Mqtt + "02 0000 0003 EDA080", "CONNECT, surrogate in the name", Violation.MalformedString),
        Broken("10 0E" + Mqtt + "02 0000 0002 6100", "CONNECT, U+0000 in the name", Violation.MalformedString),
        Broken("10 11" + Mqtt + "82 0000 0002 \"id\" 0001 FF", "CONNECT, ill-formed user name",
            Violation.MalformedString),
        Broken("10 11" + Mqtt + "82 0000 0002 \"id\" 0001 00", "CONNECT, U+0000 in the user name",
            Violation.MalformedString),
        Broken("10 13" + Mqtt + "06 0000 0002 \"id\" 0001 \"#\" 0000", "CONNECT, wildcard in the will's topic",
            Violation.TopicName),
        Broken("10 12" + Mqtt + "06 0000 0002 \"id\" 0000 0000", "CONNECT, empty will topic", Violation.TopicName),
        Broken("10 13" + Mqtt + "06 0000 0002 \"id\" 0001 C3 0000", "CONNECT, half a letter as the will's topic",
            Violation.TopicName),
        Broken("20 00", "CONNACK of nothing", Violation.PacketLength),
        Broken("20 01 00", "CONNACK without a return code", Violation.PacketLength),
        Broken("20 03 00 00 00", "CONNACK with a byte too many", Violation.PacketLength),
        Broken("20 02 02 00", "CONNACK with a reserved flag", Violation.ConnackFlags),
        Broken("20 02 81 00", "CONNACK with a reserved flag beside session present", Violation.ConnackFlags),
        Broken("20 02 00 06", "CONNACK with a reserved return code", Violation.ConnackFlags),
        Broken("20 02 00 FF", "CONNACK with the highest return code", Violation.ConnackFlags),
        Broken("20 02 01 05", "CONNACK, session present and refused", Violation.ConnackFlags),
    ];

    public static readonly WireRow[] Publish =
    [
        Broken("30 00", "PUBLISH of nothing", Violation.PacketLength),
        Broken("30 01 00", "PUBLISH that ends in its topic's length", Violation.PacketLength),
        Broken("30 03 0009 \"t\"", "PUBLISH, topic longer than the packet", Violation.PacketLength),
        Broken("32 04 0001 \"t\" 00", "PUBLISH of QoS 1 that ends in its identifier", Violation.PacketLength),
        Broken("34 03 0001 \"t\"", "PUBLISH of QoS 2 without an identifier", Violation.PacketLength),
        Broken("32 05 0001 \"t\" 0000", "PUBLISH of QoS 1 with identifier 0", Violation.ZeroIdentifier),
        Broken("34 05 0001 \"t\" 0000", "PUBLISH of QoS 2 with identifier 0", Violation.ZeroIdentifier),
        Broken("30 02 0000", "PUBLISH to no topic", Violation.TopicName),
        Broken("30 03 0001 \"#\"", "PUBLISH to a wildcard of many levels", Violation.TopicName),
        Broken("30 05 0003 \"a/+\"", "PUBLISH to a wildcard of one level", Violation.TopicName),
        Broken("30 0D 000B \"home/kit+en\"", "PUBLISH to a longer topic with a wildcard", Violation.TopicName),
        Broken("30 03 0001 00", "PUBLISH to U+0000", Violation.TopicName),
        Broken("30 0D 000B \"home/kit\" 00 \"en\"", "PUBLISH to a longer topic with U+0000", Violation.TopicName),
        Broken("30 03 0001 FF", "PUBLISH to a byte that is no letter", Violation.TopicName),
        Broken("30 05 0003 EDA080", "PUBLISH to a surrogate", Violation.TopicName),
        Broken("30 05 0002 E282 AC", "PUBLISH whose topic ends within a letter", Violation.TopicName),
    ];

    public static readonly WireRow[] Short = [.. Acknowledgements(), .. Empties()];

    public static readonly WireRow[] Subscribe = [.. Filters("82", "SUBSCRIBE", "00"), .. Filters("A2", "UNSUBSCRIBE", ""),
        Broken("82 06 0001 0001 \"a\" 03", "SUBSCRIBE for QoS 3", Violation.QualityOfService),
        Broken("82 06 0001 0001 \"a\" 81", "SUBSCRIBE with reserved bits beside QoS 1", Violation.QualityOfService),
        Broken("82 0A 0001 0001 \"a\" 00 0001 \"b\" 04", "SUBSCRIBE with reserved bits in its second QoS",
            Violation.QualityOfService),
        Broken("82 05 0001 0001 \"a\"", "SUBSCRIBE without a QoS", Violation.PacketLength),
        Broken("90 00", "SUBACK of nothing", Violation.PacketLength),
        Broken("90 02 0001", "SUBACK without a code", Violation.PacketLength),
        Broken("90 03 0000 00", "SUBACK with identifier 0", Violation.ZeroIdentifier),
        Broken("90 03 0001 03", "SUBACK with code 3", Violation.SubackCode),
        Broken("90 03 0001 7F", "SUBACK with code 7F", Violation.SubackCode),
        Broken("90 04 0001 00 81", "SUBACK with code 81 at last", Violation.SubackCode),
    ];

    public static readonly WireRow[] All = [.. FixedHeaders, .. Connect, .. Publish, .. Short, .. Subscribe];

    private static IEnumerable<WireRow> Acknowledgements()
    {
        string[] types = ["40 PUBACK", "50 PUBREC", "62 PUBREL", "70 PUBCOMP", "B0 UNSUBACK"];
        foreach (string type in types)
        {
            string first = type[..2];
            string name = type[3..];
            yield return Broken(first + "00", name + " of nothing", Violation.PacketLength);
            yield return Broken(first + "01 00", name + " of half an identifier", Violation.PacketLength);
            yield return Broken(first + "03 000100", name + " with a byte too many", Violation.PacketLength);
            yield return Broken(first + "02 0000", name + " with identifier 0", Violation.ZeroIdentifier);
        }
    }

    private static IEnumerable<WireRow> Empties()
    {
        yield return Broken("C0 01 00", "PINGREQ with a body", Violation.PacketLength);
        yield return Broken("D0 01 00", "PINGRESP with a body", Violation.PacketLength);
        yield return Broken("E0 02 0000", "DISCONNECT with a body", Violation.PacketLength);
    }

    private static IEnumerable<WireRow> Filters(string first, string name, string quality)
    {
        WireRow Row(string body, string meaning, Violation violation)
        {
            int length = Hex.Bytes(body).Length;
            return Broken($"{first} {length:X2} {body}", name + meaning, violation);
        }

        yield return Row("", " of nothing", Violation.PacketLength);
        yield return Row("00", " of half an identifier", Violation.PacketLength);
        yield return Row("0001", " without a filter", Violation.NoTopicFilter);
        yield return Row("0000 0001 \"a\"" + quality, " with identifier 0", Violation.ZeroIdentifier);
        yield return Row("0001 0009 \"a\"" + quality, ", filter longer than the packet", Violation.PacketLength);
        yield return Row("0001 0001 \"a\"" + quality + "00", " that ends in its second filter", Violation.PacketLength);
        yield return Row("0001 0000" + quality, ", empty filter", Violation.TopicFilter);
        yield return Row("0001 0002 \"a#\"" + quality, ", # behind a letter", Violation.TopicFilter);
        yield return Row("0001 0003 \"#/a\"" + quality, ", # not at last", Violation.TopicFilter);
        yield return Row("0001 0002 \"a+\"" + quality, ", + behind a letter", Violation.TopicFilter);
        yield return Row("0001 0002 \"+a\"" + quality, ", + before a letter", Violation.TopicFilter);
        yield return Row("0001 0001 00" + quality, ", U+0000 in the filter", Violation.TopicFilter);
        yield return Row("0001 0002 C0AF" + quality, ", overlong letter in the filter", Violation.TopicFilter);
        yield return Row("0001 0003 EDBFBF" + quality, ", surrogate in the filter", Violation.TopicFilter);
        yield return Row(
            "0001 0001 \"a\"" + quality + "0002 \"b#\"" + quality, ", second filter wrong", Violation.TopicFilter);
    }
}
