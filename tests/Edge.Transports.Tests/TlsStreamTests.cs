using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Edge.Testing;

namespace Edge.Transports.Tests;

public sealed class TlsStreamTests : ClientStreamTests, IDisposable
{
    private readonly CertificateAuthority _authority = new("Test authority");

    [Fact]
    public async Task The_name_asked_for_is_the_options_and_else_the_addresss_own()
    {
        IssuedCertificate own = _authority.IssueServer("a.example", address: IPAddress.Loopback);
        foreach (string? name in new[] { "a.example", null })
        {
            using PeerServer server = new(stream => TestTls.ServeAsync(stream, own));
            using TlsStream stream = new(
                [new DnsEndPoint("127.0.0.1", server.Port)],
                new TlsOptions { CaFile = _authority.CaFile, ServerName = name });
            using Peer peer = await ConnectAsync(server, stream);
            // RFC 6066: an address is not sent as a name.
            Assert.Equal(name ?? "", ((SslStream)peer.Stream).TargetHostName);
        }
    }

    [Fact]
    public async Task Authorities_may_be_certificates_instead_of_a_file()
    {
        using PeerServer server = Serve();
        X509Certificate2Collection authorities = [_authority.Certificate];
        using TlsStream stream = new(
            [new DnsEndPoint("localhost", server.Port)], new TlsOptions { Authorities = authorities });
        using Peer peer = await ConnectAsync(server, stream);
    }

    [Fact]
    public async Task A_server_of_another_name_is_refused_with_both_names() => Assert.Equal(
        "the server's certificate is not for 'localhost' but for other.example",
        await RefusalAsync(_authority.IssueServer("other.example"), new TlsOptions { CaFile = _authority.CaFile }));

    [Fact]
    public async Task A_server_of_an_unknown_authority_is_refused_with_its_name()
    {
        using CertificateAuthority other = new("Other authority");
        IssuedCertificate own = other.IssueServer("localhost");

        const string Refusal = "the server's certificate is from an unknown authority: CN=Other authority";
        Assert.Equal(Refusal, await RefusalAsync(own, new TlsOptions { CaFile = _authority.CaFile }));
        Assert.Equal(Refusal, await RefusalAsync(own, new TlsOptions()));
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_with_its_date()
    {
        IssuedCertificate own = _authority.IssueServer("localhost", days: -2);
        DateTime expired = own.Certificate.NotAfter.ToUniversalTime();

        string refusal = await RefusalAsync(own, new TlsOptions { CaFile = _authority.CaFile });

        Assert.Equal(
            FormattableString.Invariant($"the server's certificate expired on {expired:yyyy-MM-dd HH:mm} UTC"), refusal);
    }

    [Fact]
    public async Task A_server_that_does_not_speak_tls_is_told_as_such()
    {
        using PeerServer server = new(async stream =>
        {
            await stream.WriteAsync("220 hello, this is mail\r\n"u8.ToArray());
            return stream;
        });
        using ClientStream stream = Client([server.Port]);
        Task<Peer> accepting = server.AcceptAsync();
        Driver.OpenUntilDecided(stream);
        using Peer peer = await accepting;

        Assert.Equal(Place(server.Port) + ": the server does not speak TLS on this port", stream.LastError);
    }

    [Fact]
    public async Task A_server_that_closes_during_the_handshake_is_told_as_such()
    {
        using PeerServer server = new(async stream =>
        {
            await stream.ReadExactlyAsync(new byte[100]);
            stream.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            return stream;
        });
        using ClientStream stream = Client([server.Port]);
        Task<Peer> accepting = server.AcceptAsync();
        Driver.OpenUntilDecided(stream);
        using Peer peer = await accepting;

        Assert.Equal(
            Place(server.Port) + ": the server closed the connection during the TLS handshake", stream.LastError);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_client_certificate_is_shown_to_a_server_that_requires_one(SslProtocols version)
    {
        IssuedCertificate client = _authority.IssueClient("bridge-7");
        using PeerServer server = Serve(_authority, version);
        using TlsStream stream = new([new DnsEndPoint("localhost", server.Port)], new TlsOptions
        {
            CaFile = _authority.CaFile,
            CertificateFile = client.CertificateFile,
            KeyFile = client.KeyFile,
        });
        using Peer peer = await ConnectAsync(server, stream);

        Assert.Equal("CN=bridge-7", ((SslStream)peer.Stream).RemoteCertificate?.Subject);
        Assert.Equal(1, stream.Write([1], 0, 1));
        Assert.Equal([1], peer.Receive(1));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_missing_client_certificate_is_told_as_such(SslProtocols version)
    {
        using PeerServer server = Serve(_authority, version);
        using ClientStream stream = Client([server.Port]);
        Task<Peer> accepting = server.AcceptAsync();
        Driver.OpenUntilDecided(stream);
        // The server may judge after the client's handshake is over, in TLS 1.3 always.
        Driver.UntilClosed(stream);

        Assert.Contains("client certificate", stream.LastError, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<Exception>(() => accepting);
    }

    [Fact]
    public void Files_that_cannot_be_used_are_told_in_one_line()
    {
        IssuedCertificate one = _authority.IssueClient("one");
        IssuedCertificate two = _authority.IssueClient("two");
        string missing = _authority.CaFile + ".missing";

        TlsOptions right = new()
        {
            CaFile = _authority.CaFile,
            CertificateFile = one.CertificateFile,
            KeyFile = one.KeyFile,
        };
        Assert.Null(right.Mistake());
        Assert.Equal("CaFile '" + missing + "': there is no such file", new TlsOptions { CaFile = missing }.Mistake());
        Assert.Equal(
            "CaFile '" + one.KeyFile + "': there is no PEM certificate in it",
            new TlsOptions { CaFile = one.KeyFile }.Mistake());
        Assert.StartsWith(
            "KeyFile '" + two.KeyFile + "': ",
            new TlsOptions { CertificateFile = one.CertificateFile, KeyFile = two.KeyFile }.Mistake(),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "KeyFile '" + one.KeyFile + "' needs the CertificateFile",
            new TlsOptions { KeyFile = one.KeyFile }.Mistake(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_ends_the_opening_with_its_name()
    {
        string missing = _authority.CaFile + ".missing";
        Assert.Equal(
            "CaFile '" + missing + "': there is no such file",
            await RefusalAsync(_authority.IssueServer("localhost"), new TlsOptions { CaFile = missing }));
    }

    public void Dispose() => _authority.Dispose();

    private protected override PeerServer Serve() => Serve(null, SslProtocols.None);

    private protected override ClientStream Client(int[] ports, IWakeup? owner = null) => new TlsStream(
        Array.ConvertAll(ports, port => new DnsEndPoint("localhost", port)),
        new TlsOptions { CaFile = _authority.CaFile },
        owner);

    private protected override string Place(int port) => "localhost:" + port;

    private PeerServer Serve(CertificateAuthority? clients, SslProtocols protocols)
    {
        IssuedCertificate own = _authority.IssueServer("localhost");
        return new PeerServer(stream => TestTls.ServeAsync(stream, own, clients, protocols));
    }

    private async Task<string> RefusalAsync(IssuedCertificate own, TlsOptions options)
    {
        using PeerServer server = new(stream => TestTls.ServeAsync(stream, own));
        using TlsStream stream = new([new DnsEndPoint("localhost", server.Port)], options);
        Task<Peer> accepting = server.AcceptAsync();
        Driver.OpenUntilDecided(stream);
        Assert.Equal(StreamState.Closed, stream.State);
        // TLS 1.3: the server may believe in the connection for a moment longer.
        await Task.WhenAny(accepting.ContinueWith(peer => peer.IsCompletedSuccessfully ? null : peer.Exception));
        Assert.StartsWith(Place(server.Port) + ": ", stream.LastError, StringComparison.Ordinal);
        return stream.LastError![(Place(server.Port).Length + 2)..];
    }
}
