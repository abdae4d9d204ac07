using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Edge.Testing;

/// <summary>An authority made for one test, and the certificates it signs; all of them also as PEM files.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("edge-certificates-");
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>A new authority, valid from yesterday until tomorrow.</summary>
    /// <param name="name">Its common name.</param>
    public CertificateAuthority(string name)
    {
        CertificateRequest request = new("CN=" + name, _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(1));
        CaFile = Write("ca.pem", Certificate.ExportCertificatePem());
    }

    /// <summary>Its own certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The path of its own certificate.</summary>
    public string CaFile { get; }

    /// <summary>Signs a server's certificate.</summary>
    /// <param name="name">Its common name and its only DNS name.</param>
    /// <param name="days">Days until it expires, or negative when it expired so many days ago.</param>
    /// <param name="address">An address that it is for too, or null.</param>
    public IssuedCertificate IssueServer(string name, int days = 1, IPAddress? address = null)
    {
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        if (address != null)
        {
            names.AddIpAddress(address);
        }

        return Issue(name, ServerUse, days, names.Build());
    }

    /// <summary>Signs a client's certificate.</summary>
    /// <param name="name">Its common name.</param>
    /// <param name="days">Days until it expires, or negative when it expired so many days ago.</param>
    public IssuedCertificate IssueClient(string name, int days = 1) => Issue(name, ClientUse, days, null);

    /// <summary>Removes the files.</summary>
    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
        _directory.Delete(recursive: true);
    }

    private IssuedCertificate Issue(string name, string use, int days, X509Extension? names)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        if (names != null)
        {
            request.CertificateExtensions.Add(names);
        }

        DateTimeOffset end = days < 0 ? DateTimeOffset.UtcNow.AddDays(days) : Certificate.NotAfter;
        using X509Certificate2 signed = request.Create(
            Certificate.SubjectName,
            X509SignatureGenerator.CreateForECDsa(_key),
            DateTimeOffset.UtcNow.AddDays(-9),
            end,
            RandomNumberGenerator.GetBytes(8));
        using X509Certificate2 own = signed.CopyWithPrivateKey(key);
        string file = Guid.NewGuid().ToString("N");
        return new IssuedCertificate(
            // Stored once, because not every system's TLS takes a key that never was.
            X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null),
            Write(file + ".pem", own.ExportCertificatePem()),
            Write(file + ".key", key.ExportPkcs8PrivateKeyPem()));
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, text + "\n");
        return path;
    }
}
