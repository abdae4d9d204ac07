namespace Edge.Bridge.Guard;

/// <summary>Which topics a session may publish to and subscribe to. Does not change, and asking allocates nothing.</summary>
internal sealed class TopicRules
{
    // What the brokers keep for themselves, such as $SYS and $share: never taken from a client.
    private const byte BrokersOwn = (byte)'$';

    // Each part has to allow it; none allows everything but what is the brokers' own.
    private readonly Part[] _parts;

    /// <param name="publish">A topic name has to match one of them.</param>
    /// <param name="subscribe">A topic filter has to be covered by one of them.</param>
    public TopicRules(IEnumerable<TopicFilter> publish, IEnumerable<TopicFilter> subscribe)
        : this([new Part([.. publish], [.. subscribe])])
    {
    }

    private TopicRules(Part[] parts)
    {
        _parts = parts;
    }

    /// <summary>Everything but what is the brokers' own.</summary>
    public static TopicRules All { get; } = new([]);

    /// <summary>Nothing at all.</summary>
    public static TopicRules Nothing { get; } = new([], []);

    /// <summary>What both allow.</summary>
    public TopicRules And(TopicRules other) => new([.. _parts, .. other._parts]);

    /// <summary>True when a message may be published to a topic name, given as valid bytes.</summary>
    public bool AllowsPublish(byte[] buffer, int offset, int count)
    {
        if (buffer[offset] == BrokersOwn)
        {
            return false;
        }

        foreach (Part part in _parts)
        {
            if (!IsMatched(part.Publish, buffer, offset, count))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when a filter may be subscribed to: everything it matches is allowed by one and the same rule.</summary>
    public bool AllowsSubscribe(TopicFilter filter)
    {
        if (filter.Utf8Bytes[0] == BrokersOwn)
        {
            return false;
        }

        foreach (Part part in _parts)
        {
            if (!IsCovered(part.Subscribe, filter))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsMatched(TopicFilter[] rules, byte[] buffer, int offset, int count)
    {
        foreach (TopicFilter rule in rules)
        {
            if (rule.Matches(buffer, offset, count))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCovered(TopicFilter[] rules, TopicFilter filter)
    {
        foreach (TopicFilter rule in rules)
        {
            if (TopicFilters.Covers(rule, filter))
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct Part(TopicFilter[] Publish, TopicFilter[] Subscribe);
}
