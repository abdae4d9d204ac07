using System.Diagnostics;
using System.Reflection;
using System.Text;
using Edge.Bridge.Journals;
using Edge.Bridge.Sessions;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.Bridge.Tests.Journals;

/// <summary>Who wants a topic, against asking every filter.</summary>
public class SubscriptionTreeTests
{
    private static readonly string[] Topics = [.. Strings("a$/", 4)];
    private static readonly TopicFilter[] Filters = [.. Strings("a$/+#", 4).Where(IsFilter).Select(f => new TopicFilter(f))];

    [Fact]
    public void A_topic_goes_to_whom_one_of_its_filters_matches_with_the_highest_quality_of_service()
    {
        Gen<Step> step = Gen.Elements(Filters).SelectMany(
            filter => Gen.Choose(0, 4), (filter, session) => (filter, session)).SelectMany(
            pair => Gen.Choose(-2, 2), (pair, granted) => new Step(pair.filter, pair.session, granted));
        Prop.ForAll(Arb.From(step.ListOf(40)), IsLikeAskingEveryFilter).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Fact]
    public void Every_filter_alone_matches_what_it_says()
    {
        DeviceSession session = Session(0);
        foreach (TopicFilter filter in Filters)
        {
            SubscriptionTree tree = new();
            tree.Add(filter, session, QualityOfService.AtLeastOnce);
            Check(tree, [(filter, session, QualityOfService.AtLeastOnce)]);
            tree.Remove(filter, session);
            AssertEmpty(tree);
        }
    }

    [Fact]
    public void A_filter_that_was_never_added_is_not_missed()
    {
        SubscriptionTree tree = new();
        tree.Add(new TopicFilter("a/b"), Session(0), QualityOfService.AtLeastOnce);
        tree.Remove(new TopicFilter("a/b"), Session(1));
        tree.Remove(new TopicFilter("a"), Session(0));
        tree.Remove(new TopicFilter("a/b/c"), Session(0));

        Dictionary<DeviceSession, QualityOfService> wanted = [];
        tree.Match("a/b"u8, wanted);
        Assert.Single(wanted);
    }

    [Fact]
    public void A_message_costs_the_same_with_thousands_of_sessions_as_with_a_few()
    {
        SubscriptionTree few = Sessions(5);
        SubscriptionTree many = Sessions(5000);
        TimeSpan fewBest = TimeSpan.MaxValue;
        TimeSpan manyBest = TimeSpan.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            fewBest = Earlier(fewBest, Match(few));
            manyBest = Earlier(manyBest, Match(many));
        }

        Assert.True(manyBest < 3 * fewBest, $"{fewBest} with 5 sessions, {manyBest} with 5,000");
    }

    private static bool IsLikeAskingEveryFilter(IEnumerable<Step> steps)
    {
        DeviceSession[] sessions = [.. Enumerable.Range(0, 5).Select(Session)];
        Dictionary<(TopicFilter, DeviceSession), QualityOfService> known = [];
        SubscriptionTree tree = new();
        foreach ((TopicFilter filter, int session, int granted) in steps)
        {
            if (granted < 0)
            {
                tree.Remove(filter, sessions[session]);
                known.Remove((filter, sessions[session]));
            }
            else
            {
                tree.Add(filter, sessions[session], (QualityOfService)granted);
                known[(filter, sessions[session])] = (QualityOfService)granted;
            }
        }

        Check(tree, [.. known.Select(pair => (pair.Key.Item1, pair.Key.Item2, pair.Value))]);
        foreach ((TopicFilter filter, DeviceSession session) in known.Keys)
        {
            tree.Remove(filter, session);
        }

        AssertEmpty(tree);
        return true;
    }

    private static void Check(SubscriptionTree tree, List<(TopicFilter Filter, DeviceSession Session, QualityOfService)> known)
    {
        Dictionary<DeviceSession, QualityOfService> wanted = [];
        foreach (string topic in Topics)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(topic);
            Dictionary<DeviceSession, QualityOfService> expected = [];
            foreach ((TopicFilter filter, DeviceSession session, QualityOfService granted) in known)
            {
                if (filter.Matches(bytes, 0, bytes.Length)
                    && granted >= expected.GetValueOrDefault(session, QualityOfService.AtMostOnce))
                {
                    expected[session] = granted;
                }
            }

            tree.Match(bytes, wanted);
            if (wanted.Count != expected.Count || wanted.Except(expected).Any())
            {
                Assert.Fail($"'{topic}' of {string.Join(' ', known.Select(k => $"'{k.Filter}'"))}");
            }
        }
    }

    // Levels that nobody needs any more would be a leak.
    private static void AssertEmpty(SubscriptionTree tree)
    {
        object root = typeof(SubscriptionTree).GetField("_root", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(tree)!;
        Assert.Equal(true, root.GetType().GetProperty("IsEmpty")!.GetValue(root));
    }

    private static SubscriptionTree Sessions(int count)
    {
        SubscriptionTree tree = new();
        for (int i = 0; i < count; i++)
        {
            DeviceSession session = Session(i);
            tree.Add(new TopicFilter($"cmd/d{i}/#"), session, QualityOfService.AtLeastOnce);
            tree.Add(new TopicFilter($"+/d{i}/reply/+"), session, QualityOfService.AtLeastOnce);
        }

        return tree;
    }

    private static TimeSpan Match(SubscriptionTree tree)
    {
        Dictionary<DeviceSession, QualityOfService> wanted = [];
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < 500; i++)
        {
            tree.Match("cmd/d3/reply/x"u8, wanted);
        }

        Assert.Single(wanted);
        return Stopwatch.GetElapsedTime(begin);
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static DeviceSession Session(int id) => new(new StoredSession(id, $"d{id}", false, null, null), null!);

    private static bool IsFilter(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return TopicFilter.IsValid(bytes, 0, bytes.Length);
    }

    private static IEnumerable<string> Strings(string alphabet, int lengthMax) => lengthMax == 0 ? [] :
        alphabet.Select(c => $"{c}").Concat(Strings(alphabet, lengthMax - 1).SelectMany(s => alphabet.Select(c => s + c)));

    private sealed record Step(TopicFilter Filter, int Session, int Granted);
}
