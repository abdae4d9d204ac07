using Edge.Testing;

namespace Edge.Transports.Tests;

public class WebSocketStreamTests : ClientStreamTests
{
    private const byte Binary = 0x82;
    private const byte Text = 0x81;
    private const byte CloseFrame = 0x88;

    [Fact]
    [Rule("6.0.0-3")]
    public async Task The_sub_protocol_mqtt_is_offered()
    {
        string request = "";
        using PeerServer server = new(async stream =>
        {
            request = await TestWebSocket.UpgradeAsync(stream);
            return stream;
        });
        using WebSocketStream stream = new([new Uri("ws://127.0.0.1:" + server.Port + "/mqtt?site=7")]);
        using Peer peer = await ConnectAsync(server, stream);

        Assert.StartsWith("GET /mqtt?site=7 HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Protocol: mqtt\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nHost: 127.0.0.1:" + server.Port + "\r\n", request, StringComparison.Ordinal);
    }

    [Theory]
    [Rule("6.0.0-4")]
    [InlineData("", "(6.0.0-4)")]
    [InlineData("Sec-WebSocket-Protocol: mqttv3.1\r\n", "mqttv3.1")]
    public async Task A_server_that_does_not_agree_to_the_sub_protocol_is_left(string header, string reason)
    {
        using PeerServer server = new(async stream =>
        {
            await TestWebSocket.UpgradeAsync(stream, header);
            return stream;
        });
        using ClientStream stream = Client([server.Port]);
        Task<Peer> accepting = server.AcceptAsync();
        Driver.OpenUntilDecided(stream);

        Assert.Equal(StreamState.Closed, stream.State);
        Assert.StartsWith(Place(server.Port) + ": ", stream.LastError, StringComparison.Ordinal);
        Assert.Contains(reason, stream.LastError, StringComparison.Ordinal);
        using Peer peer = await accepting;
        await peer.UntilEndAsync();
    }

    [Fact]
    public async Task A_server_that_answers_as_an_ordinary_web_server_is_told_with_its_status()
    {
        using PeerServer server = new(async stream =>
        {
            await stream.ReadExactlyAsync(new byte[100]);
            await stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            return stream;
        });
        using ClientStream stream = Client([server.Port]);
        Task<Peer> accepting = server.AcceptAsync();
        Driver.OpenUntilDecided(stream);
        using Peer peer = await accepting;

        Assert.Equal(StreamState.Closed, stream.State);
        Assert.Contains("404", stream.LastError, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", stream.LastError, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("6.0.0-1")]
    public async Task What_is_written_goes_in_binary_frames()
    {
        using PeerServer server = ByHand();
        using ClientStream stream = Client([server.Port]);
        using Peer peer = await ConnectAsync(server, stream);
        Assert.Equal(2, stream.Write([0xC0, 0x00], 0, 2));

        (byte first, byte[] payload) = await TestWebSocket.ReadFrameAsync(peer.Stream);

        Assert.Equal(Binary, first);
        Assert.Equal([0xC0, 0x00], payload);
    }

    [Fact]
    [Rule("6.0.0-1")]
    public async Task A_text_frame_closes_the_stream_with_one_line_and_status_1003()
    {
        using PeerServer server = ByHand();
        using ClientStream stream = Client([server.Port]);
        using Peer peer = await ConnectAsync(server, stream);
        Send(peer, TestWebSocket.Frame(Text, (byte)'h', (byte)'i'));

        Driver.UntilClosed(stream);

        Assert.Equal(
            Place(server.Port) + ": the peer sent a text frame, MQTT goes in binary frames (6.0.0-1)", stream.LastError);
        (byte first, byte[] payload) = await TestWebSocket.ReadFrameAsync(peer.Stream);
        Assert.Equal(CloseFrame, first);
        Assert.Equal([0x03, 0xEB], payload);
        await peer.UntilEndAsync();
    }

    [Fact]
    [Rule("6.0.0-2")]
    public async Task A_packet_split_over_three_frames_is_read_as_its_bytes()
    {
        using PeerServer server = ByHand();
        using ClientStream stream = Client([server.Port]);
        using Peer peer = await ConnectAsync(server, stream);
        // The second frame is empty, and each is a message of its own or a fragment of one.
        Send(peer, TestWebSocket.Frame(Binary, 0x20));
        Send(peer, TestWebSocket.Frame(0x02, 0x02));
        Send(peer, TestWebSocket.Frame(0x00));
        Send(peer, TestWebSocket.Frame(0x80, 0x00, 0x00));

        Assert.Equal([0x20, 0x02, 0x00, 0x00], Driver.Receive(stream, 4));
        Assert.Equal(StreamState.Open, stream.State);
    }

    [Fact]
    [Rule("6.0.0-2")]
    public async Task Three_packets_in_one_frame_are_read_as_their_bytes()
    {
        using PeerServer server = ByHand();
        using ClientStream stream = Client([server.Port]);
        using Peer peer = await ConnectAsync(server, stream);
        Send(peer, TestWebSocket.Frame(Binary, 0xD0, 0x00, 0x40, 0x02, 0x00, 0x01, 0xD0, 0x00));

        Assert.Equal([0xD0, 0x00, 0x40, 0x02, 0x00, 0x01, 0xD0, 0x00], Driver.Receive(stream, 8, chunkBytes: 3));
    }

    [Fact]
    public async Task A_ping_is_answered_and_disturbs_nothing()
    {
        using PeerServer server = ByHand();
        using ClientStream stream = Client([server.Port]);
        using Peer peer = await ConnectAsync(server, stream);
        Send(peer, TestWebSocket.Frame(0x02, 1));
        Send(peer, TestWebSocket.Frame(0x89, 42));
        Send(peer, TestWebSocket.Frame(0x80, 2));

        Assert.Equal([1, 2], Driver.Receive(stream, 2));
        (byte first, byte[] payload) = await TestWebSocket.ReadFrameAsync(peer.Stream);
        Assert.Equal(0x8A, first);
        Assert.Equal([42], payload);
    }

    [Fact]
    public async Task A_close_frame_is_told_with_its_status_and_answered()
    {
        using PeerServer server = ByHand();
        using ClientStream stream = Client([server.Port]);
        using Peer peer = await ConnectAsync(server, stream);
        Send(peer, TestWebSocket.Frame(Binary, 9));
        Send(peer, TestWebSocket.Frame(CloseFrame, 0x03, 0xE9));

        Assert.Equal([9], Driver.Receive(stream, 1));
        Driver.UntilClosed(stream);

        Assert.Equal(Place(server.Port) + ": closed by the peer (close status 1001)", stream.LastError);
        (byte first, _) = await TestWebSocket.ReadFrameAsync(peer.Stream);
        Assert.Equal(CloseFrame, first);
    }

    [Fact]
    public async Task Closing_sends_a_close_frame()
    {
        using PeerServer server = ByHand();
        using ClientStream stream = Client([server.Port]);
        using Peer peer = await ConnectAsync(server, stream);
        stream.Close();

        (byte first, byte[] payload) = await TestWebSocket.ReadFrameAsync(peer.Stream);
        Assert.Equal(CloseFrame, first);
        Assert.Equal([0x03, 0xE8], payload);
        await peer.UntilEndAsync();
    }

    [Theory]
    [InlineData("http://127.0.0.1/mqtt")]
    [InlineData("mqtt://127.0.0.1:1883")]
    [InlineData("/mqtt")]
    public void An_address_of_another_kind_is_a_programmers_mistake(string address) =>
        Assert.Throws<ArgumentException>(() => new WebSocketStream([new Uri(address, UriKind.RelativeOrAbsolute)]));

    private protected override PeerServer Serve() => new(TestWebSocket.BytesAsync);

    private protected override ClientStream Client(int[] ports, IWakeup? owner = null) =>
        new WebSocketStream(Array.ConvertAll(ports, port => new Uri(Place(port))), null, owner);

    private protected override string Place(int port) => "ws://127.0.0.1:" + port + "/mqtt";

    private static PeerServer ByHand() => new(async stream =>
    {
        await TestWebSocket.UpgradeAsync(stream);
        return stream;
    });
}
