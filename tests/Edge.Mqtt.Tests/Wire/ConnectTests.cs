using Edge.Testing;

namespace Edge.Mqtt.Tests.Wire;

/// <summary>The flags of CONNECT and CONNACK, every value of them.</summary>
public class ConnectTests
{
    [Fact]
    [Rule("3.1.2-3")]
    [Rule("3.1.2-11")]
    [Rule("3.1.2-13")]
    [Rule("3.1.2-14")]
    [Rule("3.1.2-15")]
    public void Every_value_of_the_connect_flags_is_judged_by_3_1_2()
    {
        ConnectPacket connect = new();
        for (int flags = 0; flags < 256; flags++)
        {
            bool hasWill = (flags & 4) != 0;
            int willQuality = (flags >> 3) & 3;
            bool hasUserName = (flags & 0x80) != 0;
            bool hasPassword = (flags & 0x40) != 0;
            bool isAllowed = (flags & 1) == 0
                && (hasWill ? willQuality < 3 : willQuality == 0 && (flags & 0x20) == 0)
                && (hasUserName || !hasPassword);
            byte[] body = Hex.Bytes($"0004 \"MQTT\" 04 {flags:X2} 0000 0001 \"c\""
                + (hasWill ? "0001 \"w\" 0001 \"m\"" : "") + (hasUserName ? "0001 \"u\"" : "") + (hasPassword ? "0001 \"p\"" : ""));

            Violation violation = connect.Read(body, 0, body.Length);

            Assert.Equal((flags, isAllowed ? Violation.None : Violation.ConnectFlags), (flags, violation));
            if (isAllowed)
            {
                Assert.Equal(hasWill, connect.HasWill);
                Assert.Equal(willQuality, (int)connect.WillQualityOfService);
                Assert.Equal((flags & 0x20) != 0, connect.IsWillRetained);
                Assert.Equal((flags & 2) != 0, connect.IsCleanSession);
                Assert.Equal(hasUserName ? "u" : "", Text(connect, connect.UserNameOffset, connect.UserNameLength));
                Assert.Equal(hasPassword ? "p" : "", Text(connect, connect.PasswordOffset, connect.PasswordLength));
            }
        }
    }

    [Fact]
    public void A_session_present_after_a_clean_session_is_refused()
    {
        byte[] present = Hex.Bytes("20 02 01 00");

        Assert.Equal(
            Outcome.Malformed(Violation.ConnackFlags), new PacketDecoder { IsCleanSession = true }.Decode(present, 0, 4));
        Assert.Equal(ReadResult.Complete, new PacketDecoder { IsCleanSession = false }.Decode(present, 0, 4).Result);
    }

    [Fact]
    public void Every_flags_and_return_code_of_a_connack_are_judged_by_3_2_2()
    {
        for (int value = 0; value < 0x10000; value++)
        {
            byte[] body = [(byte)(value >> 8), (byte)value];
            bool isAllowed = body[0] == 0 ? body[1] <= 5 : body[0] == 1 && body[1] == 0;

            Violation violation = ConnackPacket.Read(body, 0, 2, false, out _, out _);

            Assert.Equal((value, isAllowed ? Violation.None : Violation.ConnackFlags), (value, violation));
        }
    }

    [Fact]
    public void Pieces_of_any_length_make_the_whole_packet()
    {
        MqttClientOptions options = new("id")
        {
            KeepAliveSeconds = 300,
            Will = new Will(new Topic("w"), [1, 2], QualityOfService.ExactlyOnce, true),
            UserName = "u",
            Password = [0, 255],
        };
        PacketPieces pieces = new();
        ConnectWriter.Begin(pieces, options, true);
        byte[] whole = new byte[pieces.BytesLeft];
        Assert.Equal(whole.Length, pieces.Write(whole, 0, whole.Length));
        Assert.Equal(0, pieces.BytesLeft);

        for (int room = 1; room < whole.Length; room++)
        {
            ConnectWriter.Begin(pieces, options, true);
            byte[] parts = new byte[whole.Length];
            for (int at = 0; pieces.BytesLeft > 0;)
            {
                at = pieces.Write(parts, at, Math.Min(at + room, parts.Length));
            }

            Assert.Equal(whole, parts);
        }
    }

    [Fact]
    [Rule("3.1.2-14")]
    public void A_will_of_QoS_3_cannot_be_made() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Will(new Topic("w"), [], (QualityOfService)3, false));

    [Fact]
    [Rule("3.1.3-4")]
    [Rule("3.1.3-10")]
    [Rule("3.1.3-11")]
    [Rule("3.8.3-1")]
    [Rule("3.10.3-1")]
    public void What_is_no_string_of_MQTT_cannot_be_put_into_a_packet()
    {
        foreach (string wrong in (string[])["a\0", "\ud800", "\udc00a", new string('a', 65536)])
        {
            Assert.Throws<ArgumentException>(() => new MqttClientOptions(wrong));
            Assert.Throws<ArgumentException>(() => new MqttClientOptions("id") { UserName = wrong });
            Assert.Throws<ArgumentException>(() => new Topic(wrong));
            Assert.Throws<ArgumentException>(() => new TopicFilter(wrong));
        }
    }

    private static string Text(ConnectPacket connect, int offset, int length) =>
        System.Text.Encoding.UTF8.GetString(connect.Buffer, offset, length);
}
