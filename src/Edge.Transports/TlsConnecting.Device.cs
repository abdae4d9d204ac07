using System.Net.Security;
using System.Net.Sockets;
using System.Threading;

namespace Edge.Transports;

/// <summary>One attempt to connect and to agree on TLS.</summary>
internal sealed class TlsConnecting : Connecting
{
    private readonly TlsOptions _options;

    public TlsConnecting(string host, int port, TlsOptions options, AutoResetEvent wake)
        : base(host, port, wake) => _options = options;

    /// <summary>The TLS connection, once there is one.</summary>
    public SslStream? Stream { get; private set; }

    /// <summary>Runs the handshake, during which the driver stops every managed thread.</summary>
    protected override void Secure(string host, Socket socket)
    {
        SslStream stream = new SslStream(socket);
        Stream = stream;
        stream.SslVerification = SslVerification.CertificateRequired;
        stream.AuthenticateAsClient(
            _options.ServerName ?? host, _options.ClientCertificate, _options.Authority, SslProtocols.Tls12);
    }

    /// <summary>Disposing of the stream closes the socket.</summary>
    protected override void Discard()
    {
        if (Stream == null)
        {
            base.Discard();
        }
        else
        {
            Stream.Close();
        }
    }
}
