using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace Edge.Transports.Tests;

/// <summary>The server's side of a WebSocket's opening, by hand, so that a test can do what no server should.</summary>
internal static class TestWebSocket
{
    public const string Accepting = "Sec-WebSocket-Protocol: mqtt\r\n";

    /// <summary>Answers the upgrade and returns the request, in lines.</summary>
    public static async Task<string> UpgradeAsync(Stream stream, string headers = Accepting)
    {
        string request = "";
        byte[] one = new byte[1];
        while (!request.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one);
            request += (char)one[0];
        }

        const string KeyHeader = "Sec-WebSocket-Key: ";
        int at = request.IndexOf(KeyHeader, StringComparison.OrdinalIgnoreCase) + KeyHeader.Length;
        string key = request[at..request.IndexOf('\r', at)] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
#pragma warning disable CA5350 // RFC 6455 asks for this hash.
        string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key)));
#pragma warning restore CA5350
        string answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: " + accept + "\r\n" + headers + "\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
        return request;
    }

    /// <summary>The bytes of the whole connection: one binary frame a write, unmasked.</summary>
    public static async Task<Stream> BytesAsync(Stream stream)
    {
        await UpgradeAsync(stream);
        WebSocket socket = WebSocket.CreateFromStream(stream, true, "mqtt", Timeout.InfiniteTimeSpan);
        // Disposing of it waits that long for the client's close frame.
        return System.Net.WebSockets.WebSocketStream.Create(
            socket, WebSocketMessageType.Binary, TimeSpan.FromMilliseconds(50));
    }

    /// <summary>One frame of less than 126 bytes, not masked.</summary>
    /// <param name="first">FIN and opcode, as on the wire: 0x82 for a whole binary message.</param>
    /// <param name="payload">What it carries.</param>
    public static byte[] Frame(byte first, params byte[] payload) => [first, (byte)payload.Length, .. payload];

    /// <summary>Reads one masked frame of less than 126 bytes.</summary>
    public static async Task<(byte First, byte[] Payload)> ReadFrameAsync(Stream stream)
    {
        byte[] header = new byte[6];
        await stream.ReadExactlyAsync(header).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        // 5.1 of RFC 6455: a client's frames are masked.
        Assert.Equal(0x80, header[1] & 0x80);
        byte[] payload = new byte[header[1] & 0x7F];
        await stream.ReadExactlyAsync(payload);
        for (int i = 0; i < payload.Length; i++)
        {
            payload[i] ^= header[2 + i % 4];
        }

        return (header[0], payload);
    }
}
