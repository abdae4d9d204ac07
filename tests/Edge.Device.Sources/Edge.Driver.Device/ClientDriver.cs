using Edge.Mqtt;

namespace Edge.Driver;

/// <summary>Drives a connected client through one operation a call, from outside, as a board does.</summary>
public sealed class ClientDriver
{
    private const int KeepAliveSeconds = 60;

    private static readonly byte[] Accepted = { 0x20, 2, 0, 0 };
    private static readonly byte[] Pong = { 0xD0, 0 };

    private readonly Topic _topic = new Topic("site7/barn/temperature/01");
    private readonly byte[] _payload = new byte[32];
    private readonly byte[] _puback = { 0x40, 2, 0, 0 };
    private readonly MemoryStream _stream = new MemoryStream();
    private readonly QuietHandler _handler = new QuietHandler();
    private readonly MqttClient _client;
    private readonly byte[] _message;
    private readonly byte[] _messageQos1;
    private long _now = 1;

    /// <summary>Connects.</summary>
    public ClientDriver()
    {
        _message = Message(0);
        _messageQos1 = Message(1);
        _client = new MqttClient(
            new MqttClientOptions("board") { KeepAliveSeconds = KeepAliveSeconds }, _stream, _handler);
        _client.Poll(_now);
        _stream.Feed(Accepted);
        _client.Poll(_now);
        _stream.Forget();
    }

    /// <summary>True when the client is connected.</summary>
    public bool IsReady => _client.Session.IsConnected;

    /// <summary>A poll with nothing to do.</summary>
    public bool Idle()
    {
        _client.Poll(_now);
        return _stream.WrittenBytes == 0;
    }

    /// <summary>A message of QoS 0 is published and written.</summary>
    public bool PublishQos0()
    {
        _stream.Forget();
        PublishResult result = _client.Publish(_topic, _payload, 0, 32, QualityOfService.AtMostOnce, false);
        _client.Poll(_now);
        return result == PublishResult.Accepted && _stream.WrittenBytes == 61 && _stream.Written[0] == 0x30;
    }

    /// <summary>A message of QoS 0 comes and its topic is checked.</summary>
    public bool ReceiveQos0()
    {
        int received = _handler.Received;
        _stream.Feed(_message);
        _client.Poll(_now);
        return _handler.Received == received + 1;
    }

    /// <summary>A message of QoS 1 is published and written; then its PUBACK comes.</summary>
    public bool PublishQos1()
    {
        int acknowledged = _handler.Acknowledged;
        _stream.Forget();
        _client.Publish(_topic, _payload, 0, 32, QualityOfService.AtLeastOnce, false);
        _client.Poll(_now);
        _puback[2] = _stream.Written[29];
        _puback[3] = _stream.Written[30];
        _stream.Feed(_puback);
        _client.Poll(_now);
        return _stream.WrittenBytes == 63 && _handler.Acknowledged == acknowledged + 1;
    }

    /// <summary>A message of QoS 1 comes and its PUBACK is written.</summary>
    public bool ReceiveQos1()
    {
        int received = _handler.Received;
        _stream.Forget();
        _stream.Feed(_messageQos1);
        _client.Poll(_now);
        return _handler.Received == received + 1 && _stream.WrittenBytes == 4 && _stream.Written[0] == 0x40;
    }

    /// <summary>A PINGREQ is written in the silence; then its PINGRESP comes.</summary>
    public bool Ping()
    {
        _stream.Forget();
        _now += KeepAliveSeconds * 1000;
        _client.Poll(_now);
        bool isAsked = _stream.WrittenBytes == 2 && _stream.Written[0] == 0xC0;
        _stream.Feed(Pong);
        _client.Poll(_now);
        return isAsked && IsReady;
    }

    private byte[] Message(int qualityOfService)
    {
        byte[] topic = _topic.Utf8Bytes;
        int body = 4 + topic.Length + (2 * qualityOfService);
        byte[] message = new byte[body + _payload.Length];
        message[0] = (byte)(0x30 | (qualityOfService << 1));
        message[1] = (byte)(message.Length - 2);
        message[3] = (byte)topic.Length;
        System.Array.Copy(topic, 0, message, 4, topic.Length);
        if (qualityOfService > 0)
        {
            message[body - 1] = 1;
        }

        return message;
    }
}
