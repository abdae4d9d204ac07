using System;

namespace Edge;

/// <summary>A topic name, validated once and kept as the bytes that go on the wire (MQTT 4.7).</summary>
public sealed class Topic
{
    /// <param name="name">1 to 65,535 bytes of UTF-8 without U+0000, '+' and '#'.</param>
    /// <exception cref="ArgumentException">The name is none; the message cites the rule.</exception>
    public Topic(string name)
    {
        Utf8Bytes = Utf8.GetBytes(name);
        if (Utf8Bytes.Length == 0)
        {
            throw new ArgumentException("a topic name has at least one character (4.7.3-1)", nameof(name));
        }

        if (!IsValid(Utf8Bytes, 0, Utf8Bytes.Length))
        {
            throw new ArgumentException(
                "topic name '" + name + "': wildcards belong in filters only (4.7.1-1)", nameof(name));
        }
    }

    private Topic(byte[] utf8Bytes)
    {
        Utf8Bytes = utf8Bytes;
    }

    /// <summary>A name that a peer has sent and <see cref="IsValid"/> has passed; copies the bytes.</summary>
    [ColdPath]
    public static Topic FromUtf8(byte[] bytes, int offset, int count)
    {
        byte[] copy = new byte[count];
        Array.Copy(bytes, offset, copy, 0, count);
        return new Topic(copy);
    }

    /// <summary>The name's bytes. Not to be written to.</summary>
    public byte[] Utf8Bytes { get; }

    /// <summary>True when the bytes are a topic name: not empty, allowed UTF-8, no wildcard (3.3.2-2, 4.7.3-1). One pass,
    /// eight bytes at a time.</summary>
    public static bool IsValid(byte[] bytes, int offset, int count) =>
        count >= 1 && count <= 65535 && Utf8.IsValid(bytes, offset, count, true);

    /// <summary>The name as a string; allocates.</summary>
    public override string ToString() => Utf8.Encoding.GetString(Utf8Bytes, 0, Utf8Bytes.Length);
}
