using Edge.Mqtt;

namespace Edge.Emulator.Tests;

/// <summary>A client, and a server that says what the test lets it say.</summary>
internal sealed class Conversation : ClientHandler
{
    private readonly ScriptedStream _stream = new ScriptedStream();
    private long _now = 1000;

    public Conversation(MqttClientOptions options)
    {
        Client = new MqttClient(options, _stream, this);
    }

    public MqttClient Client { get; }

    /// <summary>Tokens of messages that were acknowledged, added up.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>The last message that came, as topic and payload.</summary>
    public string Received { get; private set; } = "";

    /// <summary>Why the last connection ended.</summary>
    public DisconnectReason Ending { get; private set; }

    /// <summary>The client says these bytes, and nothing else.</summary>
    public void Says(string bytes)
    {
        Client.Poll(_now);
        Hex.AreEqual(bytes, _stream.Written, 0, _stream.WrittenBytes);
        _stream.Forget();
    }

    /// <summary>The server answers.</summary>
    public void Hears(string bytes)
    {
        _stream.Feed(Hex.Bytes(bytes));
        Client.Poll(_now);
    }

    /// <summary>Time passes.</summary>
    public void Wait(int milliseconds) => _now += milliseconds;

    /// <summary>The connection is cut.</summary>
    public void Cut()
    {
        _stream.Close();
        Client.Poll(_now);
    }

    public override void OnPublishAcknowledged(int token) => Acknowledged += token;

    public override bool OnPublishReceived(Message message)
    {
        Received = Hex.Text(message.TopicBuffer, message.TopicOffset, message.TopicLength) + " | "
            + Hex.Text(message.PayloadBuffer, message.PayloadOffset, message.PayloadLength);
        return true;
    }

    public override void OnDisconnected(DisconnectReason reason) => Ending = reason;
}
