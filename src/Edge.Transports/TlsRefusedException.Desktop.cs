using System.Security.Authentication;

namespace Edge.Transports;

/// <summary>The server's certificate is not to be trusted; the message is the one line that says why.</summary>
internal sealed class TlsRefusedException(string message, Exception inner) : AuthenticationException(message, inner);
