using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Edge.Testing;

namespace Edge.Transports.Tests;

/// <summary>The server's side of TLS.</summary>
internal static class TestTls
{
    /// <summary>Runs the server's handshake.</summary>
    /// <param name="stream">To the client.</param>
    /// <param name="own">Who the server is.</param>
    /// <param name="clients">The only authority of client certificates, which are then required; null asks for none.</param>
    /// <param name="protocols">The versions it speaks.</param>
    public static async Task<Stream> ServeAsync(
        Stream stream,
        IssuedCertificate own,
        CertificateAuthority? clients = null,
        SslProtocols protocols = SslProtocols.None)
    {
        SslStream tls = new(stream);
        X509ChainPolicy policy = new()
        {
            RevocationMode = X509RevocationMode.NoCheck,
            TrustMode = X509ChainTrustMode.CustomRootTrust,
        };
        if (clients != null)
        {
            policy.CustomTrustStore.Add(clients.Certificate);
        }

        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = own.Certificate,
                ClientCertificateRequired = clients != null,
                CertificateChainPolicy = policy,
                EnabledSslProtocols = protocols,
            });
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }
}
