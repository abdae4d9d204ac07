using System.Text;
using Edge.Bridge.Guard;
using Edge.Testing;

namespace Edge.Bridge.Tests.Guard;

public class TopicRulesTests
{
    [Theory]
    [InlineData("sensors/a", true)]
    [InlineData("state", true)]
    [InlineData("state/a", false)]
    [InlineData("cmd/a", false)]
    public void A_message_goes_where_one_of_the_rules_matches(string topic, bool isAllowed)
    {
        TopicRules rules = Rules(["sensors/#", "state"], []);

        Assert.Equal(isAllowed, Publish(rules, topic));
    }

    [Theory]
    [InlineData("cmd/one/+", true)]
    [InlineData("all", true)]
    [InlineData("cmd/+", false)]
    [InlineData("#", false)]
    public void A_subscription_is_one_that_a_rule_covers(string filter, bool isAllowed)
    {
        TopicRules rules = Rules([], ["cmd/one/#", "all"]);

        Assert.Equal(isAllowed, rules.AllowsSubscribe(new TopicFilter(filter)));
    }

    [Fact]
    public void Both_have_to_allow_it()
    {
        TopicRules rules = Rules(["sensors/#"], ["cmd/#"]).And(Rules(["+/one/#"], ["+/one/#"]));

        Assert.True(Publish(rules, "sensors/one/t"));
        Assert.False(Publish(rules, "sensors/two/t"));
        Assert.False(Publish(rules, "cmd/one/t"));
        Assert.True(rules.AllowsSubscribe(new TopicFilter("cmd/one/+")));
        Assert.False(rules.AllowsSubscribe(new TopicFilter("cmd/+/t")));
        Assert.False(rules.AllowsSubscribe(new TopicFilter("sensors/one/t")));
    }

    [Fact]
    public void What_is_the_brokers_own_is_never_allowed()
    {
        TopicRules rules = TopicRules.All.And(Rules(["#", "$SYS/#"], ["#", "$SYS/#", "$share/#"]));

        Assert.True(Publish(rules, "a"));
        Assert.True(rules.AllowsSubscribe(new TopicFilter("#")));
        Assert.False(Publish(rules, "$SYS/fake"));
        Assert.False(rules.AllowsSubscribe(new TopicFilter("$SYS/fake")));
        Assert.False(rules.AllowsSubscribe(new TopicFilter("$share/g/a")));
        Assert.False(Publish(TopicRules.All, "$"));
    }

    [Fact]
    public void Nothing_allows_nothing()
    {
        Assert.False(Publish(TopicRules.Nothing, "a"));
        Assert.False(TopicRules.Nothing.AllowsSubscribe(new TopicFilter("a")));
        Assert.False(Publish(TopicRules.All.And(TopicRules.Nothing), "a"));
        Assert.False(Publish(TopicRules.Nothing.And(TopicRules.All), "a"));
    }

    [Fact]
    public void Asking_allocates_nothing()
    {
        TopicRules rules = Rules(["x/#", "a/+/c"], ["x/#", "a/#"]).And(TopicRules.All);
        TopicFilter filter = new("a/+");
        byte[] topic = Encoding.UTF8.GetBytes("a/b/c");
        bool isAllowed = true;

        long bytes = Allocation.Least(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                isAllowed &= rules.AllowsPublish(topic, 0, topic.Length) && rules.AllowsSubscribe(filter);
            }
        });

        Assert.True(isAllowed);
        Assert.Equal(0, bytes);
    }

    private static TopicRules Rules(string[] publish, string[] subscribe) =>
        new(publish.Select(f => new TopicFilter(f)), subscribe.Select(f => new TopicFilter(f)));

    private static bool Publish(TopicRules rules, string topic)
    {
        // Neighbours that must not be looked at.
        byte[] padded = Encoding.UTF8.GetBytes("/" + topic + "/");
        return rules.AllowsPublish(padded, 1, padded.Length - 2);
    }
}
