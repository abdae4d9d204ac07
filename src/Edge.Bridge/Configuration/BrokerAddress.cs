namespace Edge.Bridge.Configuration;

/// <summary>A broker's address.</summary>
/// <param name="Host">A name, an IPv4 address, or an IPv6 address without brackets.</param>
/// <param name="Port">1 to 65535.</param>
internal sealed record BrokerAddress(string Host, int Port)
{
    /// <summary>Completes "expected ...".</summary>
    public const string Expected = "mqtt://host:port";

    private const string Scheme = "mqtt://";
    private const int DefaultPort = 1883;

    /// <summary>Reads <c>mqtt://host[:port]</c>.</summary>
    /// <returns>Null, or what is wrong with the text.</returns>
    public static string? Parse(string text, out BrokerAddress? address)
    {
        address = null;

        // A password may stand before the '@', so the text is not repeated.
        if (text.Contains('@'))
        {
            return $"a user does not belong in an address; expected {Expected}, beside Username and PasswordFile";
        }

        int schemeEnd = text.IndexOf("://", StringComparison.Ordinal);
        if (schemeEnd >= 0 && !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return $"{text[..schemeEnd]}:// is not supported in this version; expected {Expected}";
        }

        string rest = schemeEnd < 0 ? "" : text[Scheme.Length..];
        rest = rest.EndsWith('/') ? rest[..^1] : rest;
        string? problem = HostAndPort.Split(rest, out string host, out int? port);
        string name = host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host;
        bool isHost = Uri.CheckHostName(name) is var type && type != UriHostNameType.Unknown
            && (type == UriHostNameType.IPv6) == (name.Length != host.Length);
        if (!isHost)
        {
            return $"'{text}' is not an address; expected {Expected}";
        }

        if (problem is null)
        {
            address = new BrokerAddress(name, port ?? DefaultPort);
        }

        return problem;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}";
}
