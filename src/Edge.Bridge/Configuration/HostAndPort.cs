using System.Globalization;

namespace Edge.Bridge.Configuration;

/// <summary>The text <c>host:port</c>, where an IPv6 address stands in brackets.</summary>
internal static class HostAndPort
{
    /// <summary>Splits the text; the port is null when there is none.</summary>
    /// <returns>Null, or what is wrong with the port: it is not 1 to 65535.</returns>
    public static string? Split(string text, out string host, out int? port)
    {
        int colon = text.LastIndexOf(':');
        bool hasPort = colon >= 0 && colon > text.LastIndexOf(']');
        host = hasPort ? text[..colon] : text;
        port = null;
        if (!hasPort)
        {
            return null;
        }

        string digits = text[(colon + 1)..];
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            || number is < 1 or > 65535)
        {
            return $"port {(digits.Length == 0 ? "''" : digits)} is out of range; expected 1 to 65535";
        }

        port = number;
        return null;
    }
}
