using System.Net.Sockets;
using System.Security.Authentication;

namespace Edge.Transports;

/// <summary>Turns what a TLS connection threw into one line.</summary>
internal static class TlsFailure
{
    // What OpenSSL, SChannel and the runtime call what happens most, and what it means to whoever set it up. The first
    // that fits is taken.
    private static readonly (string Sign, string Meaning)[] Known =
    [
        ("certificate required", "the server wants a client certificate"),
        ("alert handshake failure", "the server refused the handshake; it may want a client certificate"),
        ("alert unknown ca", "the server refused the client certificate: it does not know its authority"),
        ("alert certificate expired", "the server refused the client certificate: it has expired"),
        ("alert certificate revoked", "the server refused the client certificate: it was revoked"),
        ("alert bad certificate", "the server refused the client certificate"),
        ("alert certificate unknown", "the server refused the client certificate"),
        ("alert unsupported certificate", "the server refused the client certificate: it is not for clients"),
        ("alert access denied", "the server refused the client certificate: access denied"),
        ("alert unrecognized name", "the server does not know the name that was asked for"),
        ("unrecognized name", "the server does not know the name that was asked for"),
        ("alert protocol version", "the server speaks no TLS version that this system allows"),
        ("frame size or a corrupted frame", "the server does not speak TLS on this port"),
        ("unexpected EOF", "the server closed the connection during the TLS handshake"),
    ];

    /// <summary>One line for an exception and those inside it.</summary>
    public static string Describe(Exception failure)
    {
        Exception innermost = failure;
        for (Exception? e = failure; e != null; e = e.InnerException)
        {
            innermost = e;
            switch (e)
            {
                case SocketException socket:
                    return TcpConnecting.Reason(socket.SocketErrorCode);
                case TlsRefusedException or TlsFileException:
                    return e.Message;
            }

            foreach ((string sign, string meaning) in Known)
            {
                if (e.Message.Contains(sign, StringComparison.OrdinalIgnoreCase))
                {
                    return meaning;
                }
            }
        }

        string message = innermost.Message.ReplaceLineEndings(" ");
        return failure is AuthenticationException ? "TLS: " + message : message;
    }
}
