using System.Net;
using Edge.Testing;
using Edge.Transports;

namespace Edge.Mqtt.Tests.Broker;

/// <summary>The client over each way to a real mosquitto.</summary>
public sealed class BrokerTransportTests : IDisposable
{
    private readonly CertificateAuthority _authority = new("Test authority");
    private readonly IssuedCertificate _server;

    public BrokerTransportTests()
    {
        Assert.SkipUnless(Mosquitto.IsInstalled, Mosquitto.SkipReason);
        _server = _authority.IssueServer("localhost");
    }

    [Fact]
    public void Messages_go_there_and_back_over_tls()
    {
        using Mosquitto broker = new(Mosquitto.Tls(_server), false);
        ThereAndBack(OverTls(broker, new TlsOptions { CaFile = _authority.CaFile }));
    }

    [Fact]
    public void Messages_go_there_and_back_over_mutual_tls()
    {
        using Mosquitto broker = new(Mosquitto.Tls(_server, _authority.CaFile), false);
        ThereAndBack(OverTls(broker, Mutual()));
    }

    [Fact]
    public void Messages_go_there_and_back_over_a_web_socket()
    {
        using Mosquitto broker = new(Mosquitto.WebSockets, false);
        ThereAndBack(new WebSocketStream([new Uri("ws://127.0.0.1:" + broker.SecondPort + "/mqtt")]));
    }

    [Fact]
    public void Messages_go_there_and_back_over_a_secure_web_socket()
    {
        using Mosquitto broker = new(Mosquitto.WebSockets + Mosquitto.Tls(_server, _authority.CaFile), false);
        ThereAndBack(new WebSocketStream([new Uri("wss://localhost:" + broker.SecondPort + "/mqtt")], Mutual()));
    }

    [Fact]
    public void A_client_comes_back_over_tls_after_a_cut()
    {
        using Mosquitto broker = new(Mosquitto.Tls(_server), false);
        FaultyStream stream = new(OverTls(broker, new TlsOptions { CaFile = _authority.CaFile }));
        using RunningClient client = new RunningClient(RunningClient.Options("client"), stream).StartConnected();
        client.Subscribe("a", QualityOfService.AtLeastOnce);

        stream.Cut();
        client.UntilConnections(2);
        client.PublishSafely("a", "after");
        client.UntilMessages(1);

        Assert.Equal([false, true], client.Sessions);
    }

    [Fact]
    public void A_server_of_an_unknown_authority_is_not_talked_to()
    {
        using CertificateAuthority other = new("Other authority");
        using Mosquitto broker = new(Mosquitto.Tls(_server), false);
        using RunningClient client =
            new(RunningClient.Options("client"), OverTls(broker, new TlsOptions { CaFile = other.CaFile }));
        client.Start();
        client.UntilEnding();

        Assert.Equal(DisconnectReason.NotOpened, client.Endings[0]);
        Assert.Empty(client.Sessions);
    }

    public void Dispose() => _authority.Dispose();

    private static TlsStream OverTls(Mosquitto broker, TlsOptions options) =>
        new([new DnsEndPoint("localhost", broker.SecondPort)], options);

    private static void ThereAndBack(IByteStream stream)
    {
        using RunningClient client = new RunningClient(RunningClient.Options("client"), stream).StartConnected();
        client.Subscribe("echo/#", QualityOfService.ExactlyOnce);
        string[] texts = [.. Enumerable.Range(0, 100).Select(i => new string((char)('a' + (i % 26)), i * 10))];
        for (int i = 0; i < texts.Length; i++)
        {
            PublishResult result = client.Publish("echo/x", texts[i], QualityOfService.ExactlyOnce, token: i);
            Assert.True(result < PublishResult.RefusedFull, result.ToString());
        }

        client.UntilMessages(texts.Length);
        client.UntilAcknowledged(texts.Length);
        Assert.Equal(texts, client.Messages.Select(message => message.Text));
        Assert.Empty(client.Endings);
    }

    private TlsOptions Mutual()
    {
        IssuedCertificate client = _authority.IssueClient("device-7");
        return new TlsOptions
        {
            CaFile = _authority.CaFile,
            CertificateFile = client.CertificateFile,
            KeyFile = client.KeyFile,
        };
    }
}
