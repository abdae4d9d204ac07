using System.Text;

namespace Edge.Bridge.Configuration;

/// <summary>A topic filter as a rule: which topics are allowed.</summary>
internal static class TopicFilterText
{
    /// <summary>Completes "expected ...".</summary>
    public const string Expected = "a topic filter such as sensors/#";

    /// <summary>Reads a filter.</summary>
    /// <returns>Null, or what is wrong with the text.</returns>
    public static string? Parse(string text, out TopicFilter? filter)
    {
        filter = null;
        if (text.StartsWith('$'))
        {
            return $"'{text}' allows nothing: topics that begin with $ are never taken from a client";
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (!TopicFilter.IsValid(bytes, 0, bytes.Length))
        {
            return $"'{text}' is not a topic filter; expected one such as sensors/#";
        }

        filter = TopicFilter.FromUtf8(bytes, 0, bytes.Length);
        return null;
    }
}
