using System.Security.Cryptography.X509Certificates;

namespace Edge.Transports;

/// <summary>Whom to trust and who to be on a TLS connection. The server's certificate is always checked, and its dates are
/// too: the clock must have been set before.</summary>
public sealed class TlsOptions
{
    /// <summary>The name asked for (SNI) and looked for in the server's certificate; null for the address's own host.</summary>
    public string? ServerName { get; set; }

    /// <summary>The authority to trust; null for the bundle that was stored on the device.</summary>
    public X509Certificate? Authority { get; set; }

    /// <summary>The device's own certificate with its private key, for mutual TLS; null for none.</summary>
    public X509Certificate2? ClientCertificate { get; set; }
}
