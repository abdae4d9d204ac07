using System.Text;

namespace Edge.Bridge.Guard;

/// <summary>Which client identifiers are meant: one, or with '*' for any characters, also none, all that look so.</summary>
internal sealed class ClientIdPattern
{
    /// <summary>Completes "expected ...".</summary>
    public const string Expected = "a client id such as node-7, or node-* for all that begin so";

    private const int BytesMax = 256;

    private readonly string _text;

    // What stands between the stars.
    private readonly byte[][] _parts;

    private ClientIdPattern(string text)
    {
        _text = text;
        _parts = [.. text.Split('*').Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>Reads a pattern: 1 to 256 bytes of what MQTT allows in a string.</summary>
    /// <returns>Null, or what is wrong with the text.</returns>
    public static string? Parse(string text, out ClientIdPattern? pattern)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        bool isPattern = bytes.Length is > 0 and <= BytesMax && Utf8.IsValid(bytes, 0, bytes.Length);
        pattern = isPattern ? new ClientIdPattern(text) : null;
        return isPattern ? null : $"'{text}' is not allowed; expected {Expected}";
    }

    /// <summary>True when the client identifier is meant. Allocates nothing.</summary>
    public bool Matches(ReadOnlySpan<byte> clientId)
    {
        ReadOnlySpan<byte> first = _parts[0];
        if (_parts.Length == 1)
        {
            return clientId.SequenceEqual(first);
        }

        ReadOnlySpan<byte> last = _parts[^1];
        if (clientId.Length < first.Length + last.Length || !clientId.StartsWith(first) || !clientId.EndsWith(last))
        {
            return false;
        }

        // Each at its first place leaves the most to those behind it.
        ReadOnlySpan<byte> rest = clientId[first.Length..^last.Length];
        for (int i = 1; i < _parts.Length - 1; i++)
        {
            int at = rest.IndexOf(_parts[i]);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + _parts[i].Length)..];
        }

        return true;
    }

    /// <summary>As it was written.</summary>
    public override string ToString() => _text;
}
