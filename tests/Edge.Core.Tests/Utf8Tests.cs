using System.Text;
using Edge.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.Core.Tests;

/// <summary>What MQTT allows in a string, against System.Text's strict decoder and the U+0000 rule.</summary>
public class Utf8Tests
{
    private static readonly UTF8Encoding Strict = new(false, true);

    [Fact]
    [Rule("1.5.3-1")]
    [Rule("1.5.3-2")]
    public void Every_sequence_of_one_to_three_bytes_is_judged_as_the_platform_does()
    {
        byte[] bytes = new byte[3];
        for (int length = 1; length <= 3; length++)
        {
            for (int number = 0; number < 1 << (8 * length); number++)
            {
                bytes[0] = (byte)number;
                bytes[1] = (byte)(number >> 8);
                bytes[2] = (byte)(number >> 16);
                AssertJudgedAlike(bytes, 0, length);
            }
        }
    }

    [Fact]
    public void Sequences_of_four_bytes_are_judged_as_the_platform_does()
    {
        byte[] edges = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF];
        for (int start = 0; start < 0x10000; start++)
        {
            foreach (byte third in edges)
            {
                foreach (byte fourth in edges)
                {
                    AssertJudgedAlike([(byte)(start >> 8), (byte)start, third, fourth], 0, 4);
                }
            }
        }
    }

    [Fact]
    public void A_pair_of_bytes_is_judged_alike_at_every_place_of_a_longer_string()
    {
        byte[] bytes = new byte[20];
        for (int length = 2; length <= bytes.Length; length += 3)
        {
            for (int place = 0; place <= length - 2; place++)
            {
                Array.Fill(bytes, (byte)'a');
                for (int pair = 0; pair < 0x10000; pair++)
                {
                    bytes[place] = (byte)(pair >> 8);
                    bytes[place + 1] = (byte)pair;
                    AssertJudgedAlike(bytes, 0, length);
                }
            }
        }
    }

    [Fact]
    public void Strings_of_random_pieces_are_judged_as_the_platform_does() =>
        Prop.ForAll(TextBytes.Arbitrary, bytes => IsAllowed(bytes) == Utf8.IsValid(bytes, 0, bytes.Length))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

    [Fact]
    public void Bytes_around_a_string_change_nothing() =>
        Prop.ForAll(TextBytes.Arbitrary, bytes => TextBytes.Paddings.All(padding =>
                Utf8.IsValid([.. padding, .. bytes, .. padding], padding.Length, bytes.Length) == IsAllowed(bytes)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    [Rule("1.5.3-3")]
    public void A_byte_order_mark_is_kept_as_a_character()
    {
        byte[] mark = [0xEF, 0xBB, 0xBF, (byte)'a'];

        Assert.True(Utf8.IsValid(mark, 0, 4));
        Assert.Equal(mark, new Topic("\ufeffa").Utf8Bytes);
        Assert.Equal("\ufeffa", Topic.FromUtf8(mark, 0, 4).ToString());
        Assert.False(new TopicFilter("a").Matches(mark, 0, 4));
    }

    private static bool IsAllowed(byte[] bytes)
    {
        try
        {
            return !Strict.GetString(bytes).Contains('\0', StringComparison.Ordinal);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    // The strict decoder throws, which takes too long for millions; this one is the same judge without exceptions.
    private static void AssertJudgedAlike(byte[] bytes, int offset, int count)
    {
        ReadOnlySpan<byte> span = bytes.AsSpan(offset, count);
        bool isAllowed = System.Text.Unicode.Utf8.IsValid(span) && !span.Contains((byte)0);
        if (Utf8.IsValid(bytes, offset, count) != isAllowed)
        {
            Assert.Fail($"{Convert.ToHexString(span)} is {(isAllowed ? "refused" : "accepted")}");
        }
    }
}
