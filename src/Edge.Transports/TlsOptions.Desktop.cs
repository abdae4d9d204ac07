using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Edge.Transports;

/// <summary>Whom to trust and who to be on a TLS connection.</summary>
/// <remarks>Files are PEM and are read at each opening, so a renewed certificate is taken at the next one. TLS 1.2 and
/// 1.3 as the system allows. Neither revocation lists nor missing intermediate certificates are fetched: nothing but the
/// peer is contacted.</remarks>
public sealed class TlsOptions
{
    /// <summary>The name asked for (SNI) and looked for in the server's certificate; null for the address's own host.</summary>
    public string? ServerName { get; init; }

    /// <summary>The only authorities to trust, in a file; null, and no <see cref="Authorities"/>, for the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>The only authorities to trust, besides those of <see cref="CaFile"/>; null, and no file, for the system's.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>The client's certificate for mutual TLS, followed by its intermediates if there are any; null for none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The unencrypted private key of <see cref="CertificateFile"/>; null when it is in that file.</summary>
    public string? KeyFile { get; init; }

    /// <summary>What is wrong with the files, in one line; null when all of them can be used now.</summary>
    public string? Mistake()
    {
        try
        {
            TrustedAuthorities();
            ClientCertificate();
            return null;
        }
        catch (TlsFileException e)
        {
            return e.Message;
        }
    }

    /// <summary>The only authorities to trust, or null for the system's.</summary>
    internal X509Certificate2Collection? TrustedAuthorities()
    {
        if (CaFile == null && Authorities == null)
        {
            return null;
        }

        X509Certificate2Collection trusted = [];
        if (Authorities != null)
        {
            trusted.AddRange(Authorities);
        }

        if (CaFile != null)
        {
            trusted.AddRange(Load("CaFile", CaFile, () => Certificates(CaFile)));
        }

        return trusted;
    }

    /// <summary>Who to be, with its private key, and the certificates to send along.</summary>
    internal (X509Certificate2 Own, X509Certificate2Collection All)? ClientCertificate()
    {
        if (CertificateFile == null)
        {
            return KeyFile == null
                ? null
                : throw new TlsFileException("KeyFile '" + KeyFile + "' needs the CertificateFile it belongs to");
        }

        X509Certificate2Collection all = Load("CertificateFile", CertificateFile, () => Certificates(CertificateFile));
        string keyOption = KeyFile == null ? "CertificateFile" : "KeyFile";
        string keyFile = KeyFile ?? CertificateFile;
        return (Load(keyOption, keyFile, () => WithKey(CertificateFile, keyFile)), all);
    }

    private static X509Certificate2Collection Certificates(string path)
    {
        X509Certificate2Collection certificates = [];
        certificates.ImportFromPemFile(path);
        return certificates.Count > 0
            ? certificates
            : throw new CryptographicException("there is no PEM certificate in it");
    }

    private static X509Certificate2 WithKey(string certificatePath, string keyPath)
    {
        X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        // Windows' TLS does not take a key that was never stored.
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }
    }

    private static T Load<T>(string option, string path, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException
            or ArgumentException)
        {
            bool isMissing = e is FileNotFoundException or DirectoryNotFoundException;
            string reason = isMissing ? "there is no such file" : e.Message.ReplaceLineEndings(" ");
            throw new TlsFileException(option + " '" + path + "': " + reason);
        }
    }
}
