using System;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading;

namespace Edge.Transports;

/// <summary>A TLS connection that the device makes, as a byte stream. TLS 1.2.</summary>
/// <remarks>
/// The handshake runs in the driver and <b>stops every managed thread</b> until it is over, seconds on an ESP32 and longer
/// at a peer that falls silent: it cannot be given up, so arm the board's watchdog before <see cref="ClientStream.Open"/>.
/// It takes about 34 kB of native heap, and the clock must have been set.
/// </remarks>
public sealed class TlsStream : ClientStream
{
    private readonly TlsOptions _options;
    private SslStream? _stream;

    /// <summary>A stream with one address, closed until it is opened.</summary>
    /// <param name="host">Name or IPv4 address.</param>
    /// <param name="port">1 to 65,535.</param>
    /// <param name="options">Whom to trust and who to be.</param>
    public TlsStream(string host, int port, TlsOptions options)
        : this(new[] { host }, new[] { port }, options)
    {
    }

    /// <summary>A stream, closed until it is opened.</summary>
    /// <param name="hosts">Names or IPv4 addresses, at least one; each Open takes the next in turn.</param>
    /// <param name="ports">The port of each.</param>
    /// <param name="options">Whom to trust and who to be.</param>
    /// <param name="openTimeoutMs">Milliseconds after which an attempt to open is given up, unless its handshake has begun.</param>
    /// <exception cref="ArgumentException">There is no host, or not a port for each.</exception>
    public TlsStream(string[] hosts, int[] ports, TlsOptions options, int openTimeoutMs = 30000)
        : base(hosts, ports, openTimeoutMs) => _options = options ?? throw new ArgumentNullException("options");

    private protected override Connecting CreateConnecting(string host, int port, AutoResetEvent wake) =>
        new TlsConnecting(host, port, _options, wake);

    private protected override void Attach(Connecting connected) => _stream = ((TlsConnecting)connected).Stream;

    // Decrypted bytes, of which there may be none although the socket has some: a record counts when it is whole.
    private protected override int ReadyBytes(Socket socket) => (int)_stream!.Length;

    private protected override int Receive(Socket socket, byte[] buffer, int offset, int count) =>
        _stream!.Read(buffer, offset, count);

    private protected override int Send(Socket socket, byte[] buffer, int offset, int count)
    {
        _stream!.Write(buffer, offset, count);
        return count;
    }

    private protected override void End(Socket socket)
    {
        // Disposing of it closes the socket.
        _stream?.Close();
        _stream = null;
    }
}
