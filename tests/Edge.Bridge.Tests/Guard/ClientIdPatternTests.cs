using System.IO.Enumeration;
using System.Text;
using Edge.Bridge.Guard;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.Bridge.Tests.Guard;

public class ClientIdPatternTests
{
    [Theory]
    [InlineData("node-*", "node-7", true)]
    [InlineData("node-*", "node-", true)]
    [InlineData("node-*", "node", false)]
    [InlineData("node-*", "a-node-7", false)]
    [InlineData("node-7", "node-7", true)]
    [InlineData("node-7", "node-77", false)]
    [InlineData("node-7", "Node-7", false)]
    [InlineData("*", "", true)]
    [InlineData("**", "a", true)]
    [InlineData("a*a", "a", false)]
    [InlineData("a*a", "aa", true)]
    [InlineData("*-b-*", "a-b-c", true)]
    [InlineData("ü*", "ü7", true)]
    public void A_star_stands_for_any_characters(string pattern, string clientId, bool isMeant) =>
        Assert.Equal(isMeant, Matches(pattern, clientId));

    [Fact]
    public void Patterns_match_as_those_for_file_names_do()
    {
        Gen<string> pattern = Gen.Elements("a", "b", "ab", "*").NonEmptyListOf().Select(parts => string.Concat(parts));
        Gen<string> clientId = Gen.Elements("a", "b", "ab").NonEmptyListOf().Select(parts => string.Concat(parts));

        Prop.ForAll(Arb.From(pattern.SelectMany(p => clientId, (p, c) => (p, c))), pair =>
                Matches(pair.p, pair.c)
                == FileSystemName.MatchesSimpleExpression(pair.p, pair.c, ignoreCase: false))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    [Fact]
    public void A_pattern_is_1_to_256_bytes_of_text()
    {
        Assert.Null(ClientIdPattern.Parse(new string('a', 256), out _));
        Assert.NotNull(ClientIdPattern.Parse(new string('a', 257), out _));
        Assert.NotNull(ClientIdPattern.Parse("", out _));
        Assert.NotNull(ClientIdPattern.Parse("a\0", out _));
    }

    private static bool Matches(string pattern, string clientId)
    {
        Assert.Null(ClientIdPattern.Parse(pattern, out ClientIdPattern? parsed));
        return parsed!.Matches(Encoding.UTF8.GetBytes(clientId));
    }
}
