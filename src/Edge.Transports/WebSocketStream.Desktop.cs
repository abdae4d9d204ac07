using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace Edge.Transports;

/// <summary>MQTT's bytes over a WebSocket that a client makes: ws:// or wss://, sub-protocol "mqtt" (6.0.0-3, 6.0.0-4),
/// binary frames only (6.0.0-1).</summary>
/// <remarks>
/// What <see cref="ClientStream"/> says holds. Frames are not boundaries of anything: a write makes at least one frame,
/// and a read takes what is there of one (6.0.0-2). A text frame closes the stream. Pings of the peer are answered while
/// the stream is read; the stream sends none, since keeping alive is the protocol's above. Proxies, redirections and
/// compression are not used. The runtime's state machines below allocate as those of <see cref="TlsStream"/> do, about 350
/// bytes for 100 bytes there and back.
/// </remarks>
public sealed class WebSocketStream : ClientStream
{
    private const string SubProtocol = "mqtt";

    private readonly Uri[] _uris;
    private readonly TlsOptions _options;

    /// <summary>A stream, closed until it is opened.</summary>
    /// <param name="addresses">Absolute addresses that begin with ws:// or wss://, at least one; each Open takes the next in
    /// turn.</param>
    /// <param name="options">Whom to trust and who to be at wss:// addresses; null for the system's authorities.</param>
    /// <param name="owner">Whom to wake; without one, <see cref="ClientStream.Wait"/> is where to wait.</param>
    /// <exception cref="ArgumentException">There is no address, or one is of another kind.</exception>
    public WebSocketStream(Uri[] addresses, TlsOptions? options = null, IWakeup? owner = null)
        : base(addresses?.Length ?? 0, owner)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        foreach (Uri address in addresses)
        {
            if (!address.IsAbsoluteUri || address.Scheme is not ("ws" or "wss"))
            {
                throw new ArgumentException(
                    "a WebSocket's address begins with ws:// or wss://, '" + address + "' does not", nameof(addresses));
            }
        }

        _uris = addresses;
        _options = options ?? new TlsOptions();
    }

    private protected override string Place(int index) => _uris[index].GetLeftPart(UriPartial.Path);

    private protected override async Task<IAsyncCarrier> ConnectAsync(int index, CancellationToken token)
    {
        Uri uri = _uris[index];
        ClientWebSocket webSocket = new();
        webSocket.Options.AddSubProtocol(SubProtocol);
        webSocket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        Socket? socket = null;
        HttpMessageInvoker invoker = new(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            // Not the token it is handed: that one lets an abandoned opening linger for seconds.
            ConnectCallback = async (_, _) =>
            {
                DnsEndPoint address = new(uri.IdnHost.Trim('[', ']'), uri.Port);
                socket = await TcpConnecting.ConnectAsync(address, token).ConfigureAwait(false);
                return uri.Scheme == "ws"
                    ? new NetworkStream(socket, ownsSocket: true)
                    : await TlsHandshake.RunAsync(socket, address.Host, _options, token).ConfigureAwait(false);
            },
        });
        try
        {
            await webSocket.ConnectAsync(PlainUri(uri), invoker, token).ConfigureAwait(false);
            if (webSocket.SubProtocol != SubProtocol)
            {
                throw new WebSocketException("the server does not agree to the sub-protocol 'mqtt' (6.0.0-4)");
            }

            return new WebSocketCarrier(socket!, webSocket, invoker);
        }
        catch
        {
            webSocket.Dispose();
            invoker.Dispose();
            throw;
        }
    }

    private protected override string Describe(Exception failure) => TlsFailure.Describe(failure);

    // TLS is ours, with its options and its errors in words: to HTTP the connection is a plain one.
    private static Uri PlainUri(Uri uri) =>
        uri.Scheme == "ws" ? uri : new UriBuilder(uri) { Scheme = "ws", Port = uri.Port }.Uri;
}
