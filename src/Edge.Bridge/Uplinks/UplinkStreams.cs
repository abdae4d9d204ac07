using System.Net;
using Edge.Bridge.Configuration;
using Edge.Transports;

namespace Edge.Bridge.Uplinks;

/// <summary>Makes the stream to the broker that the addresses ask for.</summary>
internal static class UplinkStreams
{
    /// <summary>A stream, closed until it is opened; each opening takes the next address.</summary>
    /// <param name="uplink">At least one address, all of one kind: TCP, TLS, or WebSocket with and without TLS.</param>
    /// <param name="wakeup">Woken when there is something to do.</param>
    /// <exception cref="ArgumentException">There is no address, or they are of several kinds.</exception>
    public static UplinkStream Create(UplinkOptions uplink, IWakeup wakeup)
    {
        IReadOnlyList<BrokerAddress> addresses = uplink.Addresses;
        if (addresses.Count > 0 && addresses.All(a => a.IsWebSocket))
        {
            WebSocketStream webSocket = new([.. addresses.Select(a => new Uri(a.ToString()))], Tls(uplink), wakeup);
            return new UplinkStream(webSocket, () => webSocket.LastError, webSocket);
        }

        DnsEndPoint[] endPoints = [.. addresses.Select(a => new DnsEndPoint(a.Host, a.Port))];
        if (addresses.All(a => a.Scheme == BrokerScheme.Mqtt))
        {
            TcpStream tcp = new(endPoints, wakeup);
            return new UplinkStream(tcp, () => tcp.LastError, tcp);
        }

        if (addresses.All(a => a.Scheme == BrokerScheme.Mqtts))
        {
            TlsStream tls = new(endPoints, Tls(uplink), wakeup);
            return new UplinkStream(tls, () => tls.LastError, tls);
        }

        throw new ArgumentException("the addresses of an uplink are of one kind", nameof(uplink));
    }

    private static TlsOptions Tls(UplinkOptions uplink) => new()
    {
        CaFile = uplink.CaFile?.Path,
        CertificateFile = uplink.CertificateFile?.Path,
        KeyFile = uplink.KeyFile?.Path,
    };
}
