using System;

namespace Edge;

// Filters that come from a peer, which only a server gets.
public sealed partial class TopicFilter
{
    private TopicFilter(byte[] utf8Bytes)
    {
        Utf8Bytes = utf8Bytes;
    }

    /// <summary>A filter that a peer has sent and <see cref="IsValid"/> has passed; copies the bytes.</summary>
    [ColdPath]
    public static TopicFilter FromUtf8(byte[] bytes, int offset, int count)
    {
        byte[] copy = new byte[count];
        Array.Copy(bytes, offset, copy, 0, count);
        return new TopicFilter(copy);
    }

    /// <summary>True when the bytes are a topic filter.</summary>
    public static bool IsValid(byte[] bytes, int offset, int count) =>
        count >= 1 && count <= 65535 && Utf8.IsValid(bytes, offset, count) && AreWildcardsInPlace(bytes, offset, count);
}
