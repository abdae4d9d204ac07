using System;

namespace Edge;

/// <summary>A topic filter, validated once, and the rule by which topic names match it (MQTT 4.7).</summary>
public sealed partial class TopicFilter
{
    /// <param name="filter">1 to 65,535 bytes of UTF-8; '+' fills a whole level, '#' is the whole last level.</param>
    /// <exception cref="ArgumentException">It is no filter; the message cites the rule.</exception>
    public TopicFilter(string filter)
    {
        Utf8Bytes = Utf8.GetBytes(filter);
        if (Utf8Bytes.Length == 0)
        {
            throw new ArgumentException("a topic filter has at least one character (4.7.3-1)", nameof(filter));
        }

        if (!AreWildcardsInPlace(Utf8Bytes, 0, Utf8Bytes.Length))
        {
            throw new ArgumentException(
                "topic filter '" + filter + "': '+' fills a whole level (4.7.1-3), '#' the whole last one (4.7.1-2)",
                nameof(filter));
        }
    }

    /// <summary>The filter's bytes. Not to be written to.</summary>
    public byte[] Utf8Bytes { get; }

    /// <summary>True when a topic name, given as valid bytes, matches this filter. A filter that begins with a wildcard
    /// matches no name that begins with '$' (4.7.2-1).</summary>
    public bool Matches(byte[] name, int offset, int count)
    {
        byte[] filter = Utf8Bytes;
        int end = offset + count;
        int at = offset;
        int f = 0;
        if (name[offset] == (byte)'$' && (filter[0] == (byte)'+' || filter[0] == (byte)'#'))
        {
            return false;
        }

        while (f < filter.Length)
        {
            byte b = filter[f];
            if (b == (byte)'#')
            {
                return true;
            }

            if (b == (byte)'+')
            {
                while (at < end && name[at] != (byte)'/')
                {
                    at++;
                }

                f++;
            }
            else if (at < end && name[at] == b)
            {
                at++;
                f++;
            }
            else
            {
                break;
            }
        }

        if (at < end)
        {
            return false;
        }

        // "a/#" also matches its parent "a".
        return f == filter.Length
            || (f + 2 == filter.Length && filter[f] == (byte)'/' && filter[f + 1] == (byte)'#');
    }

    /// <summary>The filter as a string; allocates.</summary>
    public override string ToString() => Utf8.Encoding.GetString(Utf8Bytes, 0, Utf8Bytes.Length);

    private static bool AreWildcardsInPlace(byte[] bytes, int offset, int count)
    {
        int end = offset + count;
        for (int i = offset; i < end; i++)
        {
            byte b = bytes[i];
            if (b != (byte)'+' && b != (byte)'#')
            {
                continue;
            }

            bool startsLevel = i == offset || bytes[i - 1] == (byte)'/';
            bool endsLevel = i + 1 == end || (b == (byte)'+' && bytes[i + 1] == (byte)'/');
            if (!startsLevel || !endsLevel)
            {
                return false;
            }
        }

        return true;
    }
}
