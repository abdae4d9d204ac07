using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Edge.Transports;

/// <summary>A TLS connection that a client makes, as a byte stream.</summary>
/// <remarks>
/// What <see cref="ClientStream"/> says holds. Encryption runs on the thread that calls <see cref="ClientStream.Write"/>,
/// one record of at most 16 kB a call; decryption there too when the bytes are already here, else on the thread pool.
/// Reading, writing and waiting make no object here. SslStream's own do not stay at none: its state machines come from a
/// pool of the runtime that misses when a read begins on one thread and completes on another; 250 bytes for 100 bytes
/// there and back were measured on Linux. OpenSSL's memory is not counted in that.
/// </remarks>
public sealed class TlsStream : ClientStream
{
    private readonly DnsEndPoint[] _endPoints;
    private readonly TlsOptions _options;

    /// <summary>A stream, closed until it is opened.</summary>
    /// <param name="addresses">Hosts (names or IP addresses) and ports, at least one; each Open takes the next in turn.</param>
    /// <param name="options">Whom to trust and who to be.</param>
    /// <param name="owner">Whom to wake; without one, <see cref="ClientStream.Wait"/> is where to wait.</param>
    /// <exception cref="ArgumentException">There is no address.</exception>
    public TlsStream(DnsEndPoint[] addresses, TlsOptions options, IWakeup? owner = null)
        : base(addresses?.Length ?? 0, owner)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        ArgumentNullException.ThrowIfNull(options);
        _endPoints = addresses;
        _options = options;
    }

    private protected override string Place(int index) => _endPoints[index].Host + ":" + _endPoints[index].Port;

    private protected override async Task<IAsyncCarrier> ConnectAsync(int index, CancellationToken token)
    {
        DnsEndPoint address = _endPoints[index];
        Socket socket = await TcpConnecting.ConnectAsync(address, token).ConfigureAwait(false);
        SslStream stream = await TlsHandshake.RunAsync(socket, address.Host, _options, token).ConfigureAwait(false);
        return new TlsCarrier(socket, stream, _options.CertificateFile != null);
    }

    private protected override string Describe(Exception failure) => TlsFailure.Describe(failure);
}
