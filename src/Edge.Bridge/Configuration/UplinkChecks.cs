using Edge.Transports;

namespace Edge.Bridge.Configuration;

/// <summary>What is wrong with the uplink's settings, seen together.</summary>
internal static class UplinkChecks
{
    private const string Section = "Edge:Uplink";

    /// <summary>Tells every mistake.</summary>
    /// <param name="uplink">What was read.</param>
    /// <param name="tell">Takes the key of a setting and what is wrong with it.</param>
    public static void Tell(UplinkOptions uplink, Action<string, string> tell)
    {
        BrokerScheme[] schemes = [.. uplink.Addresses.Select(a => a.Scheme).Distinct()];
        bool isMixed = schemes.Length > 1 && !uplink.Addresses.All(a => a.IsWebSocket);
        if (isMixed)
        {
            string found = string.Join(" and ", schemes.Select(s => $"{s.ToString().ToLowerInvariant()}://"));
            tell($"{Section}:Addresses", $"mixes {found}; expected only mqtt://, only mqtts://, or only ws:// and wss://");
        }

        TellFiles(uplink, schemes.Length == 0 || uplink.Addresses.Any(a => a.IsSecure), tell);
    }

    private static void TellFiles(UplinkOptions uplink, bool isSecure, Action<string, string> tell)
    {
        (string Key, PemFile? File)[] files =
        [
            (nameof(UplinkOptions.CaFile), uplink.CaFile),
            (nameof(UplinkOptions.CertificateFile), uplink.CertificateFile),
            (nameof(UplinkOptions.KeyFile), uplink.KeyFile),
        ];
        foreach ((string key, PemFile? file) in files)
        {
            if (file is not null && !isSecure)
            {
                tell($"{Section}:{key}", "is for TLS; expected an address that begins with mqtts:// or wss://");
            }
        }

        // What cannot be read, or stands alone, was told before.
        bool isPair = uplink.CertificateFile is not null && uplink.KeyFile is not null;
        TellContent(new TlsOptions { CaFile = uplink.CaFile?.Path }, tell);
        TellContent(
            new TlsOptions
            {
                CertificateFile = isPair ? uplink.CertificateFile!.Path : null,
                KeyFile = isPair ? uplink.KeyFile!.Path : null,
            },
            tell);
    }

    private static void TellContent(TlsOptions tls, Action<string, string> tell)
    {
        // Such as "KeyFile '/etc/edge/key.pem': why".
        if (tls.Mistake() is { } mistake)
        {
            int space = mistake.IndexOf(' ');
            tell($"{Section}:{mistake[..space]}", mistake[(space + 1)..]);
        }
    }
}
