using System.Text;

namespace Edge.MqttSn.Tests.Client;

/// <summary>A client whose gateway is the test: bytes by hand, and a clock that the test moves.</summary>
public abstract class ClientTest
{
    private protected const string Connack = "03 05 00";

    // A CONNECT that begins a new session, and one that keeps it.
    private protected const string ConnectClean = "08 04 04 01 00 3C 69 64";
    private protected const string Connect = "08 04 00 01 00 3C 69 64";

    private protected const string RegisterAb = "09 0A 00 00 00 01 61 2F 62";

    private protected ScriptedLink Link { get; set; } = new();

    private protected RecordingHandler Handler { get; } = new();

    private protected long Now { get; set; } = 1_000_000;

    private protected MqttSnClient Client(Action<MqttSnClientOptions>? change = null)
    {
        MqttSnClientOptions options = new("id");
        change?.Invoke(options);
        return new MqttSnClient(options, Link, Handler);
    }

    private protected MqttSnClient Connected(Action<MqttSnClientOptions>? change = null)
    {
        MqttSnClient client = Client(change);
        client.Poll(Now);
        Link.Sent();
        Accept(client);
        Assert.Equal("connected", Handler.Events());
        return client;
    }

    // The gateway accepts, and once more when the first connection was there to make it forget.
    private protected string Accept(MqttSnClient client)
    {
        string sent = Answer(client, Connack);
        return client.IsConnected ? sent : Answer(client, "02 18", Connack);
    }

    // The gateway accepts the connection that makes it forget, and its end; the client connects anew.
    private protected string Forget(MqttSnClient client)
    {
        Assert.Equal("02 18", Answer(client, Connack));
        return Answer(client, "02 18");
    }

    // A client that has published "a/b" as topic id 5 with QoS 0 before.
    private protected MqttSnClient Registered(Action<MqttSnClientOptions>? change = null)
    {
        MqttSnClient client = Connected(change);
        Publish(client, "a/b", "0", 0);
        Assert.Equal(RegisterAb, Polled(client));
        Assert.Equal("08 0C 00 00 05 00 00 30", Answer(client, "07 0B 00 05 00 01 00"));
        return client;
    }

    // The gateway says these datagrams, and the client answers that.
    private protected string Answer(MqttSnClient client, params string[] datagrams)
    {
        foreach (string datagram in datagrams)
        {
            Link.Feed(datagram);
        }

        return Polled(client);
    }

    private protected string Polled(MqttSnClient client)
    {
        client.Poll(Now);
        return Link.Sent();
    }

    private protected string After(MqttSnClient client, long milliseconds)
    {
        Now += milliseconds;
        return Polled(client);
    }

    // Polls as often as the client wants, until it sends something.
    private protected string NextSent(MqttSnClient client)
    {
        for (int i = 0; i < 10; i++)
        {
            int waitMs = client.Poll(Now);
            string sent = Link.Sent();
            if (sent != "")
            {
                return sent;
            }

            Now += waitMs;
        }

        return "";
    }

    private protected static PublishResult Publish(
        MqttSnClient client, string topic, string payload, int qualityOfService, int token = 0)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(payload);
        return client.Publish(
            new Topic(topic), bytes, 0, bytes.Length, (QualityOfService)qualityOfService, false, token);
    }
}
