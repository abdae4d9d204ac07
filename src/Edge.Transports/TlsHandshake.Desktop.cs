using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Edge.Transports;

/// <summary>The client's side of one TLS handshake, and why the server's certificate was refused.</summary>
internal sealed class TlsHandshake
{
    private readonly TlsOptions _options;
    private readonly string _serverName;
    private string? _refusal;

    private TlsHandshake(TlsOptions options, string host)
    {
        _options = options;
        _serverName = options.ServerName ?? host;
    }

    /// <summary>Makes a TLS connection of a TCP connection, whose socket is closed when that fails.</summary>
    /// <exception cref="TlsRefusedException">The server's certificate is not to be trusted; the message says why.</exception>
    public static async Task<SslStream> RunAsync(
        Socket socket, string host, TlsOptions options, CancellationToken token)
    {
        TlsHandshake handshake = new(options, host);
        SslStream stream = new(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await stream.AuthenticateAsClientAsync(handshake.Authentication(), token).ConfigureAwait(false);
            return stream;
        }
        catch (Exception e)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            if (handshake._refusal != null)
            {
                throw new TlsRefusedException(handshake._refusal, e);
            }

            throw;
        }
    }

    private SslClientAuthenticationOptions Authentication()
    {
        X509ChainPolicy policy = new()
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        if (_options.TrustedAuthorities() is { } authorities)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
        }

        SslClientAuthenticationOptions authentication = new()
        {
            TargetHost = _serverName,
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = Judge,
        };
        if (_options.ClientCertificate() is { } client)
        {
            authentication.ClientCertificateContext =
                SslStreamCertificateContext.Create(client.Own, client.All, offline: true);
        }

        return authentication;
    }

    private bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        _refusal = Refusal(certificate as X509Certificate2, chain, errors);
        return false;
    }

    // One reason, the one to mend first: a wrong date also hides whether the rest is right.
    private string Refusal(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate == null)
        {
            return "the server showed no certificate";
        }

        X509ChainStatusFlags flags = X509ChainStatusFlags.NoError;
        string detail = "";
        foreach (X509ChainStatus status in chain?.ChainStatus ?? [])
        {
            flags |= status.Status;
            detail = status.StatusInformation.Trim();
        }

        if (flags.HasFlag(X509ChainStatusFlags.NotTimeValid) && OutOfTime(chain!) is { } outOfTime)
        {
            return outOfTime;
        }

        if ((flags & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
        {
            return "the server's certificate is from an unknown authority: " + certificate.Issuer;
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return "the server's certificate is not for '" + _serverName + "' but for " + Names(certificate);
        }

        return "the server's certificate is not accepted: " + detail;
    }

    private static string? OutOfTime(X509Chain chain)
    {
        DateTime now = DateTime.UtcNow;
        foreach (X509ChainElement element in chain.ChainElements)
        {
            X509Certificate2 certificate = element.Certificate;
            bool isServers = certificate.Thumbprint == chain.ChainElements[0].Certificate.Thumbprint;
            string whose = isServers ? "the server's certificate" : certificate.Subject;
            if (certificate.NotAfter.ToUniversalTime() < now)
            {
                return whose + " expired on " + Day(certificate.NotAfter);
            }

            if (certificate.NotBefore.ToUniversalTime() > now)
            {
                return whose + " is not valid before " + Day(certificate.NotBefore) + "; is the clock right?";
            }
        }

        return null;
    }

    private static string Day(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture) + " UTC";

    private static string Names(X509Certificate2 certificate)
    {
        foreach (X509Extension extension in certificate.Extensions)
        {
            if (extension is X509SubjectAlternativeNameExtension names)
            {
                IEnumerable<string> addresses = names.EnumerateIPAddresses().Select(address => address.ToString());
                return string.Join(", ", names.EnumerateDnsNames().Concat(addresses));
            }
        }

        return certificate.Subject;
    }
}
