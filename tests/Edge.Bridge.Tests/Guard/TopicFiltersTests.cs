using System.Collections;
using System.Text;
using Edge.Bridge.Guard;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.Bridge.Tests.Guard;

/// <summary>Whether a rule covers a filter, against looking at every short name.</summary>
public class TopicFiltersTests
{
    [Theory]
    [InlineData("#", "#", true)]
    [InlineData("#", "a/+/b", true)]
    [InlineData("#", "$SYS/#", false)]
    [InlineData("+/#", "#", true)]
    [InlineData("+/#", "$SYS", false)]
    [InlineData("$SYS/#", "$SYS/+/load", true)]
    [InlineData("+", "#", false)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "a/#", true)]
    [InlineData("a/+/#", "a/#", false)]
    [InlineData("a/+/#", "a/+", true)]
    [InlineData("a", "a/#", false)]
    [InlineData("a/+", "a/b", true)]
    [InlineData("a/b", "a/+", false)]
    [InlineData("a/+", "a/#", false)]
    [InlineData("a/+", "a", false)]
    [InlineData("a/+", "a/b/c", false)]
    [InlineData("a", "ab", false)]
    [InlineData("ab", "a", false)]
    [InlineData("a/", "a", false)]
    [InlineData("/+", "/a", true)]
    [InlineData("+/a", "/a", true)]
    public void A_rule_covers_what_it_matches_all_of(string rule, string filter, bool isCovered) =>
        Assert.Equal(isCovered, TopicFilters.Covers(new TopicFilter(rule), new TopicFilter(filter)));

    [Fact]
    public void Every_short_rule_covers_every_short_filter_just_when_it_matches_all_of_its_names()
    {
        byte[][] names = [.. Strings("ab$/", 6).Select(Encoding.UTF8.GetBytes)];
        TopicFilter[] filters = [.. Strings("a$/+#", 4).Where(IsFilter).Select(text => new TopicFilter(text))];
        BitArray[] matched =
            [.. filters.Select(filter => new BitArray([.. names.Select(n => filter.Matches(n, 0, n.Length))]))];

        for (int rule = 0; rule < filters.Length; rule++)
        {
            BitArray others = new BitArray(matched[rule]).Not();
            for (int filter = 0; filter < filters.Length; filter++)
            {
                bool isCovered = !new BitArray(matched[filter]).And(others).HasAnySet();
                if (TopicFilters.Covers(filters[rule], filters[filter]) != isCovered)
                {
                    Assert.Fail($"rule '{filters[rule]}', filter '{filters[filter]}': covered is {isCovered}");
                }
            }
        }
    }

    [Fact]
    public void Longer_rules_cover_longer_filters_just_when_they_match_all_of_their_names()
    {
        // "c" stands for the texts that no filter spells out.
        byte[][] names = [.. Names(["", "a", "ab", "$", "$a", "c"], 5).Select(Encoding.UTF8.GetBytes)];
        Gen<string> level = Gen.Frequency(
            (3, Gen.Elements("", "a", "ab", "$", "$a")), (3, Gen.Constant("+")));
        Gen<string> last = Gen.Frequency((2, level), (2, Gen.Constant("#")));
        Gen<string> filter = Gen.Choose(0, 3).SelectMany(count => level.ListOf(count))
            .SelectMany(levels => last, (levels, end) => string.Join('/', [.. levels, end])).Where(f => f.Length > 0);
        // A rule made from the filter itself, some of whose levels became wildcards, covers more often.
        Gen<(string, string)> related = filter.SelectMany(
            f => Gen.Elements(0, 1).ListOf(f.Split('/').Length),
            (f, isPlus) => (string.Join('/', f.Split('/').Zip(isPlus, (l, plus) => plus == 1 ? "+" : l)), f));
        Gen<(string, string)> unrelated = filter.SelectMany(r => filter, (r, f) => (r, f));

        Prop.ForAll(Arb.From(Gen.OneOf(related, unrelated)), pair =>
            {
                TopicFilter rule = new(pair.Item1);
                TopicFilter wanted = new(pair.Item2);
                bool isCovered = names.All(n => !wanted.Matches(n, 0, n.Length) || rule.Matches(n, 0, n.Length));
                return TopicFilters.Covers(rule, wanted) == isCovered;
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    private static bool IsFilter(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return TopicFilter.IsValid(bytes, 0, bytes.Length);
    }

    // Every string of these characters with 1 to so many of them.
    private static IEnumerable<string> Strings(string characters, int lengthMax)
    {
        IEnumerable<string> shorter = lengthMax == 1 ? [""] : Strings(characters, lengthMax - 1).Prepend("");
        return shorter.SelectMany(start => characters.Select(c => start + c)).Distinct();
    }

    // Every topic name of 1 to so many of these levels.
    private static IEnumerable<string> Names(string[] levels, int levelsMax)
    {
        IEnumerable<string> longer = levelsMax == 1
            ? []
            : Names(levels, levelsMax - 1).Prepend("").SelectMany(name => levels.Select(l => name + "/" + l));
        return levels.Concat(longer).Where(name => name.Length > 0).Distinct();
    }
}
