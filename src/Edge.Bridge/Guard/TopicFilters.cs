namespace Edge.Bridge.Guard;

/// <summary>How topic filters relate to each other (MQTT 4.7).</summary>
internal static class TopicFilters
{
    /// <summary>True when the rule matches every topic name that the filter matches. Allocates nothing.</summary>
    public static bool Covers(TopicFilter rule, TopicFilter filter) => Covers(rule.Utf8Bytes, filter.Utf8Bytes);

    private static bool Covers(ReadOnlySpan<byte> rule, ReadOnlySpan<byte> filter)
    {
        // 4.7.2-1: a rule that begins with a wildcard matches no name that begins with '$'.
        if (filter[0] == '$' && rule[0] is (byte)'+' or (byte)'#')
        {
            return false;
        }

        // A name has at least one level and at least one character: the same filters in words that say so.
        filter = filter.SequenceEqual("#"u8) ? "+/#"u8 : filter.SequenceEqual("/#"u8) ? "/+/#"u8 : filter;

        while (true)
        {
            ReadOnlySpan<byte> allowed = FirstLevel(rule);
            ReadOnlySpan<byte> wanted = FirstLevel(filter);
            if (allowed.SequenceEqual("#"u8))
            {
                return true;
            }

            bool isCovered = allowed.SequenceEqual("+"u8) ? !wanted.SequenceEqual("#"u8) : allowed.SequenceEqual(wanted);
            if (!isCovered)
            {
                return false;
            }

            rule = rule[allowed.Length..];
            filter = filter[wanted.Length..];
            if (filter.IsEmpty)
            {
                // "a/#" also matches its parent "a".
                return rule.IsEmpty || rule.SequenceEqual("/#"u8);
            }

            if (rule.IsEmpty)
            {
                return false;
            }

            rule = rule[1..];
            filter = filter[1..];
        }
    }

    private static ReadOnlySpan<byte> FirstLevel(ReadOnlySpan<byte> filter)
    {
        int end = filter.IndexOf((byte)'/');
        return end < 0 ? filter : filter[..end];
    }
}
