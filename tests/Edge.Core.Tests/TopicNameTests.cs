using Edge.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.Core.Tests;

/// <summary>What a topic name may be: UTF-8 of MQTT, not empty, no wildcard.</summary>
public class TopicNameTests
{
    [Fact]
    [Rule("3.3.2-2")]
    [Rule("4.7.1-1")]
    [Rule("4.7.3-2")]
    public void Every_byte_at_every_place_of_a_name_is_judged_alone()
    {
        for (int length = 1; length <= 26; length++)
        {
            for (int place = 0; place < length; place++)
            {
                byte[] bytes = new byte[length];
                Array.Fill(bytes, (byte)'t');
                for (int value = 0; value < 256; value++)
                {
                    bytes[place] = (byte)value;
                    bool isAllowed = value is > 0 and < 0x80 and not '+' and not '#';
                    Assert.True(
                        isAllowed == Topic.IsValid(bytes, 0, length), $"byte {value:X2} at {place} of {length}");
                }
            }
        }
    }

    [Fact]
    public void A_name_is_a_string_without_wildcards() =>
        Prop.ForAll(TextBytes.Arbitrary, bytes => TextBytes.Paddings.All(padding =>
                Topic.IsValid([.. padding, .. bytes, .. padding], padding.Length, bytes.Length) == IsName(bytes)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));

    [Fact]
    [Rule("4.7.3-1")]
    public void A_name_or_filter_of_no_bytes_is_none()
    {
        Assert.False(Topic.IsValid([], 0, 0));
        Assert.False(TopicFilter.IsValid([], 0, 0));
        Assert.Throws<ArgumentException>(() => new Topic(""));
        Assert.Throws<ArgumentException>(() => new TopicFilter(""));
    }

    [Fact]
    [Rule("4.7.3-3")]
    public void A_name_or_filter_takes_65535_bytes_and_no_more()
    {
        byte[] bytes = new byte[65536];
        Array.Fill(bytes, (byte)'a');

        Assert.True(Topic.IsValid(bytes, 0, 65535));
        Assert.True(TopicFilter.IsValid(bytes, 0, 65535));
        Assert.False(Topic.IsValid(bytes, 0, 65536));
        Assert.False(TopicFilter.IsValid(bytes, 0, 65536));
        Assert.Throws<ArgumentException>(() => new TopicFilter(new string('a', 65536)));
        // 32,768 characters of two bytes each.
        Assert.Throws<ArgumentException>(() => new Topic(new string('ü', 32768)));
    }

    private static bool IsName(byte[] bytes) =>
        bytes.Length > 0 && Utf8.IsValid(bytes, 0, bytes.Length)
        && !bytes.Contains((byte)'+') && !bytes.Contains((byte)'#');
}
