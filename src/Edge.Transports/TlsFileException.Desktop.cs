namespace Edge.Transports;

/// <summary>A certificate or key file that cannot be used; the message is one line for its owner.</summary>
internal sealed class TlsFileException(string message) : Exception(message);
