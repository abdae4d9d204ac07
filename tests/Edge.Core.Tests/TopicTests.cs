using System.Text;
using Edge.Testing;

namespace Edge.Core.Tests;

public class TopicTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/b", "a/c", false)]
    [InlineData("a/b", "a/b/c", false)]
    [InlineData("a/b/c", "a/b", false)]
    [InlineData("+", "a", true)]
    [InlineData("+", "a/b", false)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("a/+/c", "a/b/c", true)]
    [InlineData("a/+/c", "a//c", true)]
    [InlineData("a/+/c", "a/b/d", false)]
    [InlineData("a/+", "a", false)]
    [InlineData("a/+", "a/", true)]
    [InlineData("#", "a/b/c", true)]
    [InlineData("#", "/", true)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "a/b/c", true)]
    [InlineData("a/#", "ab", false)]
    [InlineData("+/#", "a", true)]
    [InlineData("a/+/#", "a/b", true)]
    [InlineData("a/+/#", "a", false)]
    [InlineData("#", "$SYS/uptime", false)]
    [InlineData("+/uptime", "$SYS/uptime", false)]
    [InlineData("$SYS/#", "$SYS/uptime", true)]
    [InlineData("$SYS/+", "$SYS/uptime", true)]
    [InlineData("a/$b", "a/$b", true)]
    [InlineData("a/+", "a/$b", true)]
    [InlineData("ACCOUNTS", "Accounts", false)]
    public void A_filter_matches_by_the_standard(string filter, string name, bool matches)
    {
        byte[] padded = Encoding.UTF8.GetBytes("xx" + name + "xx");

        Assert.Equal(matches, new TopicFilter(filter).Matches(padded, 2, padded.Length - 4));
    }

    [Theory]
    [InlineData("", "4.7.3-1")]
    [InlineData("a/#/b", "4.7.1-2")]
    [InlineData("a#", "4.7.1-2")]
    [InlineData("#/a", "4.7.1-2")]
    [InlineData("a+", "4.7.1-3")]
    [InlineData("+a/b", "4.7.1-3")]
    [InlineData("a\0b", "1.5.3-2")]
    [Rule("4.7.1-2")]
    [Rule("4.7.1-3")]
    [Rule("4.7.3-1")]
    [Rule("4.7.3-2")]
    public void A_wrong_filter_is_refused_with_its_rule(string filter, string rule)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new TopicFilter(filter));

        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "4.7.3-1")]
    [InlineData("a/+", "4.7.1-1")]
    [InlineData("#", "4.7.1-1")]
    [InlineData("a\0", "1.5.3-2")]
    [Rule("3.3.2-2")]
    [Rule("4.7.1-1")]
    [Rule("4.7.3-1")]
    [Rule("4.7.3-2")]
    public void A_wrong_name_is_refused_with_its_rule(string name, string rule)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Topic(name));

        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
    }

    // Not a theory's row: attributes are stored as UTF-8, which has no half pairs.
    [Fact]
    [Rule("1.5.3-1")]
    public void Half_a_surrogate_pair_is_refused()
    {
        Assert.Contains("1.5.3-1", Assert.Throws<ArgumentException>(() => new Topic("a\ud800")).Message,
            StringComparison.Ordinal);
        Assert.Contains("1.5.3-1", Assert.Throws<ArgumentException>(() => new Topic("\udc00b")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    [Rule("4.7.3-3")]
    public void A_name_takes_65535_bytes_and_no_more()
    {
        Assert.Equal(65535, new Topic(new string('a', 65535)).Utf8Bytes.Length);
        Assert.Contains("4.7.3-3", Assert.Throws<ArgumentException>(() => new Topic(new string('a', 65536))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain ascii text", true)]
    [InlineData("grüße", true)]
    [InlineData("\ufeffbom is a character", true)]
    [InlineData("𝄞 clef", true)]
    [InlineData("C080", false)]
    [InlineData("EDA080", false)]
    [InlineData("F4908080", false)]
    [InlineData("E28240E2", false)]
    [InlineData("61626364656667E2", false)]
    [InlineData("6162636465660067", false)]
    [InlineData("F8808080", false)]
    [InlineData("80", false)]
    public void Utf8_is_what_the_standard_allows(string textOrHex, bool isValid)
    {
        byte[] bytes = isValid ? Encoding.UTF8.GetBytes(textOrHex) : Convert.FromHexString(textOrHex);

        Assert.Equal(isValid, Utf8.IsValid(bytes, 0, bytes.Length));
    }
}
