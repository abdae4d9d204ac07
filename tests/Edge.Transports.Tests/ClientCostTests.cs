using System.Net;
using Edge.Testing;

namespace Edge.Transports.Tests;

/// <summary>What TLS and WebSocket cost: nothing while idle, no object of their own in use, and a short stay in a
/// call.</summary>
[Collection(nameof(CostTests))]
public sealed class ClientCostTests(ITestOutputHelper output) : IDisposable
{
    private readonly Cost _cost = new(output);
    private readonly CertificateAuthority _authority = new("Test authority");

    [Theory]
    [InlineData("tls")]
    [InlineData("ws")]
    [InlineData("wss")]
    public async Task An_idle_connection_uses_no_processor_time(string kind)
    {
        using PeerServer server = Serve(kind);
        using ClientStream stream = Client(kind, server.Port);
        using Peer peer = await ConnectAsync(server, stream);
        byte[] buffer = new byte[16];
        _cost.AssertIdle(kind + ", idle", windowMs => Cost.Idle(stream, windowMs, () => stream.Read(buffer, 0, 16)));
        Assert.Equal(StreamState.Open, stream.State);
    }

    [Theory]
    [InlineData("tls")]
    [InlineData("ws")]
    public async Task A_connection_with_unread_bytes_and_a_blocked_writer_uses_no_processor_time(string kind)
    {
        using PeerServer server = Serve(kind);
        using ClientStream stream = Client(kind, server.Port);
        using Peer peer = await ConnectAsync(server, stream);
        peer.Stream.Write(new byte[100]);
        byte[] bytes = new byte[1 << 20];
        while (stream.Write(bytes, 0, bytes.Length) > 0)
        {
        }

        _cost.AssertIdle(
            kind + ", blocked", windowMs => Cost.Idle(stream, windowMs, () => stream.Write(bytes, 0, bytes.Length)));
        Assert.Equal(100, Driver.Receive(stream, 100).Length);
    }

    [Theory]
    [InlineData("tls")]
    [InlineData("ws")]
    [InlineData("wss")]
    public async Task A_connection_in_use_allocates_no_buffers(string kind)
    {
        using PeerServer server = Serve(kind);
        using ClientStream stream = Client(kind, server.Port);
        using Peer peer = await ConnectAsync(server, stream);
        byte[] buffer = new byte[1000];
        using EchoThread echo = new(peer, 100);
        // The runtime's state machines come from a pool that misses when threads change; both ends are counted here.
        _cost.AssertAllocation(kind + ", 100 bytes there and back", 5000, 4096, () =>
        {
            for (int sent = 0, received = 0; received < 100;)
            {
                stream.Poll(Driver.Now);
                sent += stream.Write(buffer, 0, 100 - sent);
                int taken = stream.Read(buffer, 0, buffer.Length);
                received += taken;
                if (taken == 0)
                {
                    stream.Wait(5000);
                }
            }
        });
    }

    public void Dispose() => _authority.Dispose();

    private static async Task<Peer> ConnectAsync(PeerServer server, ClientStream stream)
    {
        Task<Peer> accepting = server.AcceptAsync();
        Driver.OpenUntilDecided(stream);
        Assert.Null(stream.LastError);
        return await accepting;
    }

    private PeerServer Serve(string kind)
    {
        IssuedCertificate own = _authority.IssueServer("localhost");
        return new PeerServer(async stream =>
        {
            Stream below = kind == "ws" ? stream : await TestTls.ServeAsync(stream, own);
            return kind == "tls" ? below : await TestWebSocket.BytesAsync(below);
        });
    }

    private ClientStream Client(string kind, int port)
    {
        TlsOptions options = new() { CaFile = _authority.CaFile };
        return kind == "tls"
            ? new TlsStream([new DnsEndPoint("localhost", port)], options)
            : new WebSocketStream([new Uri(kind + "://localhost:" + port + "/")], options);
    }
}
