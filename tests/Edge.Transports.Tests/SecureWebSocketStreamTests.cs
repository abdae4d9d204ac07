using Edge.Testing;

namespace Edge.Transports.Tests;

/// <summary>wss://: the same promises, and TLS with the same options and words.</summary>
public sealed class SecureWebSocketStreamTests : ClientStreamTests, IDisposable
{
    private readonly CertificateAuthority _authority = new("Test authority");

    [Fact]
    public async Task A_server_of_another_name_is_refused_with_both_names()
    {
        using PeerServer server = Serve();
        using WebSocketStream stream = new(
            [new Uri(Place(server.Port))], new TlsOptions { CaFile = _authority.CaFile, ServerName = "b.example" });
        Task<Peer> accepting = server.AcceptAsync();
        Driver.OpenUntilDecided(stream);

        Assert.Equal(
            Place(server.Port) + ": the server's certificate is not for 'b.example' but for localhost", stream.LastError);
        await Assert.ThrowsAnyAsync<Exception>(() => accepting);
    }

    public void Dispose() => _authority.Dispose();

    private protected override PeerServer Serve()
    {
        IssuedCertificate own = _authority.IssueServer("localhost");
        return new PeerServer(async stream => await TestWebSocket.BytesAsync(await TestTls.ServeAsync(stream, own)));
    }

    private protected override ClientStream Client(int[] ports, IWakeup? owner = null) => new WebSocketStream(
        Array.ConvertAll(ports, port => new Uri(Place(port))), new TlsOptions { CaFile = _authority.CaFile }, owner);

    private protected override string Place(int port) => "wss://localhost:" + port + "/mqtt";
}
