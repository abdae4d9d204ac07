using System.Diagnostics;
using Edge.Bridge.Configuration;
using Edge.Bridge.Uplinks;
using Edge.Testing;
using Edge.Transports;

namespace Edge.Bridge.Tests.Configuration;

/// <summary>The addresses of a configuration lead to a real broker.</summary>
public sealed class UplinkStreamsTests : IDisposable
{
    // CONNECT of MQTT 3.1.1 with client identifier "t", and the CONNACK that accepts it.
    private static readonly byte[] Connect = Convert.FromHexString("100D00044D5154540402003C000174");
    private static readonly byte[] Accepted = Convert.FromHexString("20020000");

    private readonly CertificateAuthority _authority = new("Test authority");

    [Theory]
    [InlineData("mqtt", typeof(TcpStream))]
    [InlineData("mqtts", typeof(TlsStream))]
    [InlineData("ws", typeof(WebSocketStream))]
    [InlineData("wss", typeof(WebSocketStream))]
    public void Each_kind_of_address_leads_to_a_broker(string scheme, Type type)
    {
        Assert.SkipUnless(Mosquitto.IsInstalled, Mosquitto.SkipReason);
        IssuedCertificate server = _authority.IssueServer("localhost");
        IssuedCertificate own = _authority.IssueClient("bridge-7");
        bool isSecure = scheme is "mqtts" or "wss";
        string listener = (scheme is "ws" or "wss" ? Mosquitto.WebSockets : "")
            + (isSecure ? Mosquitto.Tls(server, _authority.CaFile) : "");
        using Mosquitto broker = new(listener, false);
        string files = isSecure
            ? $$"""
                , "CaFile": "{{_authority.CaFile}}", "CertificateFile": "{{own.CertificateFile}}", "KeyFile": "{{own.KeyFile}}"
                """
            : "";

        // The first address leads nowhere; the second opening takes the second one.
        EdgeConfiguration configuration = Configured.By($$"""
            {
              "Edge": {
                "Uplink": {
                  "Addresses": ["{{scheme}}://localhost:{{FreePort.Next()}}", "{{scheme}}://localhost:{{broker.SecondPort}}/"]
                  {{files}}
                }
              }
            }
            """);

        Assert.Empty(configuration.Mistakes);
        Wakeup wakeup = new();
        using UplinkStream uplink = UplinkStreams.Create(configuration.Options.Uplink!, wakeup);
        Assert.IsType(type, uplink.Stream);
        Open(uplink, wakeup);
        Assert.Equal(StreamState.Closed, uplink.Stream.State);
        Assert.Contains("localhost", uplink.LastError(), StringComparison.Ordinal);
        Open(uplink, wakeup);
        Assert.Null(uplink.LastError());
        Assert.Equal(Connect.Length, uplink.Stream.Write(Connect, 0, Connect.Length));
        Assert.Equal(Accepted, Receive(uplink, wakeup));
    }

    [Fact]
    public void Kinds_that_no_one_stream_can_do_are_refused()
    {
        UplinkOptions uplink = new()
        {
            Addresses = [new(BrokerScheme.Mqtt, "a", 1), new(BrokerScheme.Mqtts, "a", 2)],
        };

        Wakeup wakeup = new();
        Assert.Throws<ArgumentException>(() => UplinkStreams.Create(uplink, wakeup));
        Assert.Throws<ArgumentException>(() => UplinkStreams.Create(new UplinkOptions(), wakeup));
    }

    public void Dispose() => _authority.Dispose();

    private static void Open(UplinkStream uplink, Wakeup wakeup)
    {
        uplink.Stream.Open(0);
        Until(uplink, wakeup, () => uplink.Stream.State != StreamState.Opening);
    }

    private static byte[] Receive(UplinkStream uplink, Wakeup wakeup)
    {
        byte[] answer = new byte[Accepted.Length];
        int count = 0;
        Until(uplink, wakeup, () => (count += uplink.Stream.Read(answer, count, answer.Length - count)) == answer.Length);
        return answer;
    }

    private static void Until(UplinkStream uplink, Wakeup wakeup, Func<bool> isSo)
    {
        Stopwatch clock = Stopwatch.StartNew();
        uplink.Stream.Poll(0);
        while (!isSo())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), uplink.LastError() ?? "nothing happened for 20 s");
            wakeup.Wait(100);
            uplink.Stream.Poll(0);
        }
    }
}
