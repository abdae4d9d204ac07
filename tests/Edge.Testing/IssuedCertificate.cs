using System.Security.Cryptography.X509Certificates;

namespace Edge.Testing;

/// <summary>A certificate that a <see cref="CertificateAuthority"/> signed.</summary>
/// <param name="Certificate">With its private key.</param>
/// <param name="CertificateFile">The path of the certificate in PEM.</param>
/// <param name="KeyFile">The path of its private key in PEM.</param>
public sealed record IssuedCertificate(X509Certificate2 Certificate, string CertificateFile, string KeyFile);
