using System.Text;

namespace Edge.Bridge.Configuration;

/// <summary>Which texts a key may have: here, whatever MQTT can carry as a string, but not nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal class TextAttribute(string expected) : Attribute
{
    /// <summary>Completes "expected ...".</summary>
    public string Expected { get; } = expected;

    /// <summary>True when upper and lower case do not tell two values apart.</summary>
    public virtual bool IgnoresCase => false;

    /// <summary>True when a key may have this text.</summary>
    public virtual bool Allows(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length is > 0 and <= 65535 && Utf8.IsValid(bytes, 0, bytes.Length);
    }
}

/// <summary>The key is the name of a link.</summary>
internal sealed class LineNameAttribute() : TextAttribute("letters a to z, digits and -")
{
    /// <inheritdoc/>
    public override bool IgnoresCase => true;

    /// <inheritdoc/>
    public override bool Allows(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}

/// <summary>The key is the beginning of a topic name, or empty.</summary>
internal sealed class TopicPrefixAttribute() : TextAttribute("the beginning of a topic, without + and #")
{
    /// <inheritdoc/>
    public override bool Allows(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length == 0 || Topic.IsValid(bytes, 0, bytes.Length);
    }
}

/// <summary>The key is a path on this machine; it is told in full once the file is read.</summary>
internal sealed class PathAttribute() : TextAttribute("the path of a file, relative to this one")
{
    /// <inheritdoc/>
    public override bool Allows(string text) => text.Length > 0 && !text.Contains('\0');
}
