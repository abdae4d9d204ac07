using System.Text;
using Edge.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.Core.Tests;

/// <summary>Filters over bytes against a model over strings that are cut into levels.</summary>
public class TopicFilterTests
{
    // The examples of 4.7.1.2, 4.7.1.3, 4.7.2 and 4.7.3, none left out.
    [Theory]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/ranking", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true)]
    [InlineData("sport/#", "sport", true)]
    [InlineData("#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player2", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1/ranking", false)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("+", "sport", true)]
    [InlineData("+/tennis/#", "sport/tennis/player1", true)]
    [InlineData("sport/+/player1", "sport/tennis/player1", true)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("#", "$SYS", false)]
    [InlineData("#", "$SYS/monitor/Clients", false)]
    [InlineData("+/monitor/Clients", "$SYS/monitor/Clients", false)]
    [InlineData("$SYS/#", "$SYS", true)]
    [InlineData("$SYS/#", "$SYS/monitor/Clients", true)]
    [InlineData("$SYS/monitor/+", "$SYS/monitor/Clients", true)]
    [InlineData("ACCOUNTS", "Accounts", false)]
    [InlineData("Accounts payable", "Accounts payable", true)]
    [InlineData("finance", "/finance", false)]
    [InlineData("/", "/", true)]
    public void The_standards_examples_match_as_it_says(string filter, string name, bool matches)
    {
        Assert.Equal(matches, Matches(filter, name));
        Assert.Equal(matches, FilterModel.Matches(filter, name));
    }

    [Theory]
    [InlineData("sport/tennis#")]
    [InlineData("sport/tennis/#/ranking")]
    [InlineData("sport+")]
    [InlineData("sport/+tennis")]
    [InlineData("##")]
    [InlineData("++")]
    [InlineData("+#")]
    [Rule("4.7.1-2")]
    [Rule("4.7.1-3")]
    public void The_standards_examples_of_wrong_filters_are_refused(string filter)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(filter);

        Assert.False(TopicFilter.IsValid(bytes, 0, bytes.Length));
        Assert.Throws<ArgumentException>(() => new TopicFilter(filter));
    }

    [Fact]
    [Rule("4.7.1-2")]
    [Rule("4.7.1-3")]
    public void Every_short_filter_is_judged_as_the_model_does()
    {
        foreach (string filter in FilterModel.Strings("a/+#", 7))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(filter);
            Assert.True(FilterModel.IsValid(filter) == TopicFilter.IsValid(bytes, 0, bytes.Length), filter);
        }
    }

    [Fact]
    public void Every_short_filter_matches_every_short_name_as_the_model_does()
    {
        string[] names = [.. FilterModel.Strings("a$/", 5)];
        foreach (string filter in FilterModel.Strings("a$/+#", 5).Where(FilterModel.IsValid))
        {
            TopicFilter real = new(filter);
            foreach (string name in names)
            {
                byte[] bytes = Encoding.UTF8.GetBytes(name);
                if (real.Matches(bytes, 0, bytes.Length) != FilterModel.Matches(filter, name))
                {
                    Assert.Fail($"filter '{filter}', name '{name}'");
                }
            }
        }
    }

    [Fact]
    public void Longer_filters_match_longer_names_as_the_model_does()
    {
        Gen<string> level = Gen.Elements("", "a", "b", "ab", "$", "$a", "ü", "𝄞", "a long level of thirty characters");
        Gen<string> name = level.NonEmptyListOf().Select(levels => string.Join('/', levels)).Where(n => n.Length > 0);
        Gen<string> last = Gen.Frequency((2, level), (2, Gen.Constant("#")), (1, Gen.Constant("+")));
        Gen<string> filter = Gen.Frequency((2, level), (3, Gen.Constant("+"))).ListOf()
            .SelectMany(levels => last, (levels, end) => string.Join('/', [.. levels, end])).Where(f => f.Length > 0);
        // A filter made from the name itself, some of whose levels became wildcards, matches more often.
        Gen<(string, string)> related = name.SelectMany(
            n => Gen.Elements(0, 1).ListOf(n.Split('/').Length),
            (n, isPlus) => (string.Join('/', n.Split('/').Zip(isPlus, (l, plus) => plus == 1 ? "+" : l)), n));
        Gen<(string, string)> unrelated = filter.SelectMany(f => name, (f, n) => (f, n));

        Prop.ForAll(Arb.From(Gen.OneOf(related, unrelated)), pair =>
                Matches(pair.Item1, pair.Item2) == FilterModel.Matches(pair.Item1, pair.Item2))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    private static bool Matches(string filter, string name)
    {
        // Neighbours that would match on, were the name's end not respected.
        byte[] padded = Encoding.UTF8.GetBytes("/" + name + "/a");
        return new TopicFilter(filter).Matches(padded, 1, padded.Length - 3);
    }
}
