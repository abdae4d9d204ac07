using System.Text;

namespace Edge.Mqtt.Tests.Client;

/// <summary>A client whose server is the test: a scripted stream, a handler that writes down, a clock that the test
/// moves.</summary>
public abstract class ClientTest
{
    private protected const string Connack = "20 02 00 00";
    private protected const string ConnackResumed = "20 02 01 00";

    // The CONNECT of a client with default options.
    private protected const string Connect = "10 0E 0004 \"MQTT\" 04 00 003C 0002 \"id\"";

    private protected ScriptedStream Stream { get; } = new();

    private protected RecordingHandler Handler { get; } = new();

    private protected Topic Topic { get; } = new("t");

    private protected long Now { get; set; } = 1_000_000;

    private protected MqttClient Client(Action<MqttClientOptions>? change = null)
    {
        MqttClientOptions options = new("id");
        change?.Invoke(options);
        return new MqttClient(options, Stream, Handler);
    }

    private protected MqttClient Connected(Action<MqttClientOptions>? change = null) => Connected(Client(change));

    private protected MqttClient Connected(MqttClient client, string connack = Connack)
    {
        client.Poll(Now);
        Stream.Written();
        Stream.Feed(connack);
        client.Poll(Now);
        Assert.Equal(connack == Connack ? "connected" : "resumed", Handler.Events());
        return client;
    }

    // The connection is cut and made again; what was written and told stays to be looked at.
    private protected void Reconnect(MqttClient client, string connack)
    {
        Stream.Cut();
        int waitMs = client.Poll(Now);
        Now += waitMs;
        client.Poll(Now);
        Stream.Feed(connack);
        client.Poll(Now);
    }

    // The server says this, and the client answers that.
    private protected string Answer(MqttClient client, string hex)
    {
        Stream.Feed(hex);
        client.Poll(Now);
        return Stream.Written();
    }

    private protected PublishResult Publish(
        MqttClient client, string payload, QualityOfService qualityOfService, int token = 0, string? topic = null)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(payload);
        return client.Publish(
            topic == null ? Topic : new Topic(topic), bytes, 0, bytes.Length, qualityOfService, false, token);
    }
}
