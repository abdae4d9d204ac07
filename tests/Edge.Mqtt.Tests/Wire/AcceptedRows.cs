using static Edge.Mqtt.Tests.Wire.Wire;
using static Edge.Mqtt.Tests.Wire.WireRow;

namespace Edge.Mqtt.Tests.Wire;

/// <summary>The well-formed half of the wire's table: all 14 packets.</summary>
internal static class AcceptedRows
{
    private const string Mqtt = "0004 \"MQTT\" 04 ";

    private static readonly Items<byte> Id = Text("id");
    private static readonly WireWill Will = new(Text("w"), Bytes(0xFF), QualityOfService.AtMostOnce, false);

    public static readonly WireRow[] Connect =
    [
        new("10 0E" + Mqtt + "02 003C 0002 \"id\"", "CONNECT, clean session", new WireConnect(true, 60, Id)),
        new("10 0E" + Mqtt + "00 FFFF 0002 \"id\"", "CONNECT, longest keep-alive", new WireConnect(false, 65535, Id)),
        new("10 0C" + Mqtt + "02 0000 0000", "CONNECT without a name", new WireConnect(true, 0, Bytes())),
        new("10 0C" + Mqtt + "00 0000 0000", "CONNECT without a name for a session that stays (refused by its session)",
            new WireConnect(false, 0, Bytes())),
        new("10 14" + Mqtt + "06 0000 0002 \"id\" 0001 \"w\" 0001 FF", "CONNECT with a will",
            new WireConnect(true, 0, Id, Will)),
        new("10 13" + Mqtt + "2E 0000 0002 \"id\" 0001 \"w\" 0000", "CONNECT with an empty retained will of QoS 1",
            new WireConnect(true, 0, Id, new(Text("w"), Bytes(), QualityOfService.AtLeastOnce, true))),
        new("10 14" + Mqtt + "16 0000 0002 \"id\" 0001 \"w\" 0001 FF", "CONNECT with a will of QoS 2",
            new WireConnect(true, 0, Id, Will with { QualityOfService = QualityOfService.ExactlyOnce })),
        new("10 11" + Mqtt + "82 0000 0002 \"id\" 0001 \"u\"", "CONNECT with a user name",
            new WireConnect(true, 0, Id, null, Text("u"))),
        new("10 10" + Mqtt + "82 0000 0002 \"id\" 0000", "CONNECT with an empty user name",
            new WireConnect(true, 0, Id, null, Bytes())),
        new("10 15" + Mqtt + "C2 0000 0002 \"id\" 0001 \"u\" 0002 00FF", "CONNECT with a password of any bytes",
            new WireConnect(true, 0, Id, null, Text("u"), Bytes(0, 0xFF))),
        new("10 12" + Mqtt + "C2 0000 0002 \"id\" 0000 0000", "CONNECT with empty user name and password",
            new WireConnect(true, 0, Id, null, Bytes(), Bytes())),
        new("10 1B" + Mqtt + "C6 0000 0002 \"id\" 0001 \"w\" 0001 FF 0001 \"u\" 0002 \"pw\"",
            "CONNECT with all five fields in their order", new WireConnect(true, 0, Id, Will, Text("u"), Text("pw"))),
        new("10 0F" + Mqtt + "02 0000 0003 EFBBBF", "CONNECT named U+FEFF", new WireConnect(true, 0, Bytes(0xEF, 0xBB, 0xBF))),
        OnlyRead("10 07 0004 \"MQTT\" 05", "CONNECT of MQTT 5, cut short", new WireOtherLevel(5)),
        OnlyRead("10 08 0004 \"MQTT\" 03 FF", "CONNECT of level 3", new WireOtherLevel(3)),
        new("20 02 00 00", "CONNACK, accepted", new WireConnack(false, ConnectReturnCode.Accepted)),
        new("20 02 01 00", "CONNACK, session present", new WireConnack(true, ConnectReturnCode.Accepted)),
        new("20 02 00 05", "CONNACK, not authorized", new WireConnack(false, ConnectReturnCode.NotAuthorized)),
        OnlyRead("20 8200 00 00", "CONNACK, its length in two bytes",
            new WireConnack(false, ConnectReturnCode.Accepted)),
    ];

    public static readonly WireRow[] Publish =
    [
        new("30 05 0001 \"t\" 0102", "PUBLISH of QoS 0, which has no identifier", new WirePublish(Text("t"), Bytes(1, 2))),
        new("31 03 0001 \"t\"", "PUBLISH, empty and retained", new WirePublish(Text("t"), Bytes(), IsRetained: true)),
        new("32 06 0001 \"t\" 0007 01", "PUBLISH of QoS 1",
            new WirePublish(Text("t"), Bytes(1), QualityOfService.AtLeastOnce, 7)),
        new("3B 05 0001 \"t\" FFFF", "PUBLISH of QoS 1, again, retained, with the highest identifier",
            new WirePublish(Text("t"), Bytes(), QualityOfService.AtLeastOnce, 65535, true, true)),
        new("34 06 0001 \"t\" 0100 01", "PUBLISH of QoS 2",
            new WirePublish(Text("t"), Bytes(1), QualityOfService.ExactlyOnce, 256)),
        new("3C 05 0001 \"t\" 0001", "PUBLISH of QoS 2, again",
            new WirePublish(Text("t"), Bytes(), QualityOfService.ExactlyOnce, 1, true)),
        new("30 06 0004 EFBBBF 61", "PUBLISH to a topic that begins with U+FEFF",
            new WirePublish(Bytes(0xEF, 0xBB, 0xBF, 0x61), Bytes())),
        new("30 0A 0008 \"$a b/ü/\"", "PUBLISH to a topic with a blank and two bytes for a letter",
            new WirePublish(Text("$a b/ü/"), Bytes())),
        new("30 1A 0018 \"home/kitchen/temperature\"", "PUBLISH to a topic of three times eight bytes",
            new WirePublish(Text("home/kitchen/temperature"), Bytes())),
        new("30 7F 0001 \"t\"" + Zeros(124), "PUBLISH of remaining length 127", new WirePublish(Text("t"), new(new byte[124]))),
        new("30 8001 0001 \"t\"" + Zeros(125), "PUBLISH of remaining length 128",
            new WirePublish(Text("t"), new(new byte[125]))),
        new("30 FF7F 0001 \"t\"" + Zeros(16380), "PUBLISH of remaining length 16,383",
            new WirePublish(Text("t"), new(new byte[16380]))),
        new("32 808001 0001 \"t\" 0001" + Zeros(16379), "PUBLISH of remaining length 16,384",
            new WirePublish(Text("t"), new(new byte[16379]), QualityOfService.AtLeastOnce, 1)),
        OnlyRead("30 83808000 0001 \"t\"", "PUBLISH, its length in four bytes", new WirePublish(Text("t"), Bytes())),
    ];

    public static readonly WireRow[] Short =
    [
        new("40 02 0001", "PUBACK", new WireShort(PacketType.Puback, 1)),
        new("50 02 FFFF", "PUBREC", new WireShort(PacketType.Pubrec, 65535)),
        new("62 02 0102", "PUBREL", new WireShort(PacketType.Pubrel, 0x0102)),
        new("70 02 8000", "PUBCOMP", new WireShort(PacketType.Pubcomp, 0x8000)),
        new("B0 02 00FF", "UNSUBACK", new WireShort(PacketType.Unsuback, 255)),
        new("C0 00", "PINGREQ", new WireEmpty(PacketType.Pingreq)),
        new("D0 00", "PINGRESP", new WireEmpty(PacketType.Pingresp)),
        new("E0 00", "DISCONNECT", new WireEmpty(PacketType.Disconnect)),
    ];

    public static readonly WireRow[] Subscribe =
    [
        new("82 06 0001 0001 \"a\" 00", "SUBSCRIBE with one filter",
            new WireFilters(PacketType.Subscribe, 1, new(new WireFilter(Text("a"))))),
        new("82 10 FFFF 0003 \"a/#\" 01 0001 \"+\" 02 0001 \"/\" 00", "SUBSCRIBE with three filters",
            new WireFilters(PacketType.Subscribe, 65535, new(
                new WireFilter(Text("a/#"), QualityOfService.AtLeastOnce),
                new WireFilter(Text("+"), QualityOfService.ExactlyOnce),
                new WireFilter(Text("/"))))),
        new("90 03 0001 00", "SUBACK, granted QoS 0", new WireSuback(1, Bytes(0))),
        new("90 06 FFFF 01 02 80 00", "SUBACK with a code of each kind", new WireSuback(65535, Bytes(1, 2, 0x80, 0))),
        new("A2 05 0001 0001 \"a\"", "UNSUBSCRIBE with one filter",
            new WireFilters(PacketType.Unsubscribe, 1, new(new WireFilter(Text("a"))))),
        new("A2 0C 0102 0003 \"a/#\" 0003 \"+/b\"", "UNSUBSCRIBE with two filters",
            new WireFilters(PacketType.Unsubscribe, 0x0102, new(new WireFilter(Text("a/#")), new WireFilter(Text("+/b"))))),
    ];

    public static readonly WireRow[] All = [.. Connect, .. Publish, .. Short, .. Subscribe];

    private static string Zeros(int bytes) => new('0', 2 * bytes);
}
