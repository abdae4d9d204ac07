using System.Net;
using Edge.Testing;

namespace Edge.Transports.Tests;

/// <summary>A real mosquitto answers over TLS and WebSocket.</summary>
public sealed class BrokerTests : IDisposable
{
    // CONNECT of MQTT 3.1.1 with client identifier "t", and the CONNACK that accepts it.
    private static readonly byte[] Connect = Convert.FromHexString("100D00044D5154540402003C000174");
    private static readonly byte[] Accepted = Convert.FromHexString("20020000");

    private readonly CertificateAuthority _authority = new("Test authority");
    private readonly IssuedCertificate _server;

    public BrokerTests()
    {
        Assert.SkipUnless(Mosquitto.IsInstalled, Mosquitto.SkipReason);
        _server = _authority.IssueServer("localhost");
    }

    [Fact]
    public void Mosquitto_accepts_a_connect_over_tls()
    {
        using Mosquitto broker = new(Mosquitto.Tls(_server), false);
        using ClientStream stream = OverTls(broker, new TlsOptions { CaFile = _authority.CaFile });
        Greet(stream);
    }

    [Fact]
    public void Mosquitto_accepts_a_client_certificate()
    {
        IssuedCertificate client = _authority.IssueClient("bridge-7");
        using Mosquitto broker = new(Mosquitto.Tls(_server, _authority.CaFile), false);
        using ClientStream stream = OverTls(broker, new TlsOptions
        {
            CaFile = _authority.CaFile,
            CertificateFile = client.CertificateFile,
            KeyFile = client.KeyFile,
        });
        Greet(stream);
    }

    [Fact]
    public void Mosquitto_refuses_a_missing_client_certificate_and_the_error_says_so()
    {
        using Mosquitto broker = new(Mosquitto.Tls(_server, _authority.CaFile), false);
        using ClientStream stream = OverTls(broker, new TlsOptions { CaFile = _authority.CaFile });
        AssertRefused(stream, "client certificate");
    }

    [Fact]
    public void Mosquitto_refuses_an_expired_client_certificate_and_the_error_says_so()
    {
        IssuedCertificate client = _authority.IssueClient("bridge-7", days: -1);
        using Mosquitto broker = new(Mosquitto.Tls(_server, _authority.CaFile), false);
        using ClientStream stream = OverTls(broker, new TlsOptions
        {
            CaFile = _authority.CaFile,
            CertificateFile = client.CertificateFile,
            KeyFile = client.KeyFile,
        });
        AssertRefused(stream, "the server refused the client certificate: it has expired");
    }

    [Fact]
    public void Mosquitto_refuses_a_client_certificate_of_an_unknown_authority_and_the_error_says_so()
    {
        using CertificateAuthority other = new("Other authority");
        IssuedCertificate client = other.IssueClient("bridge-7");
        using Mosquitto broker = new(Mosquitto.Tls(_server, _authority.CaFile), false);
        using ClientStream stream = OverTls(broker, new TlsOptions
        {
            CaFile = _authority.CaFile,
            CertificateFile = client.CertificateFile,
            KeyFile = client.KeyFile,
        });
        AssertRefused(stream, "the server refused the client certificate: it does not know its authority");
    }

    [Fact]
    [Rule("6.0.0-1")]
    [Rule("6.0.0-3")]
    public void Mosquitto_accepts_a_connect_over_a_web_socket()
    {
        using Mosquitto broker = new(Mosquitto.WebSockets, false);
        using WebSocketStream stream = new([new Uri("ws://127.0.0.1:" + broker.SecondPort + "/mqtt")]);
        Greet(stream);
    }

    [Fact]
    public void Mosquitto_accepts_a_connect_and_a_client_certificate_over_a_secure_web_socket()
    {
        IssuedCertificate client = _authority.IssueClient("bridge-7");
        using Mosquitto broker = new(Mosquitto.WebSockets + Mosquitto.Tls(_server, _authority.CaFile), false);
        using WebSocketStream stream = new([new Uri("wss://localhost:" + broker.SecondPort + "/mqtt")], new TlsOptions
        {
            CaFile = _authority.CaFile,
            CertificateFile = client.CertificateFile,
            KeyFile = client.KeyFile,
        });
        Greet(stream);
    }

    [Fact]
    public void A_broker_that_was_killed_ends_the_stream_and_is_found_again()
    {
        using Mosquitto broker = new(Mosquitto.Tls(_server), false);
        using ClientStream stream = OverTls(broker, new TlsOptions { CaFile = _authority.CaFile });
        Greet(stream);
        broker.Kill();
        Driver.UntilClosed(stream);
        broker.Restart();
        Greet(stream);
    }

    public void Dispose() => _authority.Dispose();

    private static TlsStream OverTls(Mosquitto broker, TlsOptions options) =>
        new([new DnsEndPoint("localhost", broker.SecondPort)], options);

    private static void AssertRefused(ClientStream stream, string reason)
    {
        Driver.OpenUntilDecided(stream);
        // TLS 1.3: the refusal may come after the handshake, and after the client has begun to talk.
        stream.Write(Connect, 0, Connect.Length);
        Driver.UntilClosed(stream);
        Assert.Contains(reason, stream.LastError, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", stream.LastError, StringComparison.Ordinal);
    }

    private static void Greet(ClientStream stream)
    {
        Driver.OpenUntilDecided(stream);
        Assert.Null(stream.LastError);
        Assert.Equal(StreamState.Open, stream.State);
        Assert.Equal(Connect.Length, Driver.Send(stream, Connect));
        Assert.Equal(Accepted, Driver.Receive(stream, Accepted.Length));
    }
}
