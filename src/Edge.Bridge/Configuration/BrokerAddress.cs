namespace Edge.Bridge.Configuration;

/// <summary>A broker's address.</summary>
/// <param name="Scheme">How it is spoken to.</param>
/// <param name="Host">A name, an IPv4 address, or an IPv6 address without brackets.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Path">Where the WebSocket is, beginning with '/'; empty with the other schemes.</param>
internal sealed record BrokerAddress(BrokerScheme Scheme, string Host, int Port, string Path = "")
{
    /// <summary>Completes "expected ...".</summary>
    public const string Expected =
        "mqtt://host:port, mqtts://host:port, ws://host:port/path or wss://host:port/path";

    /// <summary>True when the connection is encrypted.</summary>
    public bool IsSecure => Scheme is BrokerScheme.Mqtts or BrokerScheme.Wss;

    /// <summary>True when it is a WebSocket.</summary>
    public bool IsWebSocket => Scheme is BrokerScheme.Ws or BrokerScheme.Wss;

    /// <summary>Reads an address; the port may be left out.</summary>
    /// <returns>Null, or what is wrong with the text.</returns>
    public static string? Parse(string text, out BrokerAddress? address)
    {
        address = null;

        // A password may stand before the '@', and a token behind the '?', so the text is not repeated.
        if (text.Contains('@') || text.Contains('?'))
        {
            return text.Contains('@')
                ? $"a user does not belong in an address; expected {Expected}, beside Username and PasswordFile"
                : $"a query does not belong in an address; expected {Expected}";
        }

        int schemeEnd = text.IndexOf("://", StringComparison.Ordinal);
        string scheme = schemeEnd < 0 ? "" : text[..schemeEnd];
        if (SchemeOf(scheme) is not { } known)
        {
            return schemeEnd < 0
                ? $"'{text}' is not an address; expected {Expected}"
                : $"{scheme}:// is not known; expected {Expected}";
        }

        string rest = text[(schemeEnd + "://".Length)..];
        int slash = rest.IndexOf('/');
        string path = slash < 0 ? "" : rest[slash..];
        string? problem = HostAndPort.Split(slash < 0 ? rest : rest[..slash], out string host, out int? port);
        string name = host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host;
        if (!IsHost(name, name.Length != host.Length) || !IsPath(known, path))
        {
            return $"'{text}' is not an address; expected {Expected}";
        }

        if (problem is null)
        {
            bool isWebSocket = known is BrokerScheme.Ws or BrokerScheme.Wss;
            string where = !isWebSocket ? "" : path.Length == 0 ? "/" : path;
            address = new BrokerAddress(known, name, port ?? DefaultPort(known), where);
        }

        return problem;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Scheme.ToString().ToLowerInvariant()}://{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}{Path}";

    private static BrokerScheme? SchemeOf(string text) =>
        text.ToLowerInvariant() switch
        {
            "mqtt" => BrokerScheme.Mqtt,
            "mqtts" => BrokerScheme.Mqtts,
            "ws" => BrokerScheme.Ws,
            "wss" => BrokerScheme.Wss,
            _ => null,
        };

    private static int DefaultPort(BrokerScheme scheme) =>
        scheme switch
        {
            BrokerScheme.Mqtt => 1883,
            BrokerScheme.Mqtts => 8883,
            BrokerScheme.Ws => 80,
            _ => 443,
        };

    private static bool IsHost(string name, bool isBracketed) =>
        Uri.CheckHostName(name) is var type && type != UriHostNameType.Unknown
            && (type == UriHostNameType.IPv6) == isBracketed;

    // Only a WebSocket has one. What a URL would have to escape is to be written escaped.
    private static bool IsPath(BrokerScheme scheme, string path) =>
        path is "" or "/"
        || (scheme is BrokerScheme.Ws or BrokerScheme.Wss
            && Uri.IsWellFormedUriString(path, UriKind.Relative) && !path.Contains('#') && !path.Contains("//"));
}
