using Edge.MqttSn;

namespace Edge.Driver;

/// <summary>Drives a connected MQTT-SN client, whose topic is registered, through one operation a call.</summary>
public sealed class SnClientDriver
{
    private const int KeepAliveSeconds = 60;
    private const int ConnectsMax = 3;
    private const byte Register = 0x0A;
    private const byte Publish = 0x0C;
    private const byte Puback = 0x0D;
    private const byte Pingreq = 0x16;

    private static readonly byte[] Connack = { 3, 0x05, 0 };
    private static readonly byte[] Disconnect = { 2, 0x18 };
    private static readonly byte[] Pingresp = { 2, 0x17 };

    private readonly Topic _topic = new Topic("site7/barn/temperature/01");
    private readonly byte[] _payload = new byte[32];
    private readonly byte[] _regack = { 7, 0x0B, 0, 5, 0, 0, 0 };
    private readonly byte[] _puback = { 7, Puback, 0, 5, 0, 0, 0 };
    private readonly byte[] _message = Message(0, 0);
    private readonly byte[] _messageQos1 = Message(0x20, 9);
    private readonly MemoryLink _link = new MemoryLink();
    private readonly QuietHandler _handler = new QuietHandler();
    private readonly MqttSnClient _client;
    private long _now = 1;

    /// <summary>Connects and registers.</summary>
    public SnClientDriver()
    {
        _client = new MqttSnClient(
            new MqttSnClientOptions("board") { KeepAliveSeconds = KeepAliveSeconds }, _link, _handler);
        for (int i = 0; i < ConnectsMax && !_client.IsConnected; i++)
        {
            _client.Poll(_now);
            _link.Feed(_link.Sent[1] == Disconnect[1] ? Disconnect : Connack);
            _client.Poll(_now);
        }

        Send(QualityOfService.AtLeastOnce);
        _regack[4] = _link.Sent[4];
        _regack[5] = _link.Sent[5];
        bool isRegistered = _link.Sent[1] == Register;
        _link.Feed(_regack);
        _client.Poll(_now);
        IsReady = isRegistered && Acknowledge();
    }

    /// <summary>True when the client is connected and its topic is registered.</summary>
    public bool IsReady { get; }

    /// <summary>A poll with nothing to do.</summary>
    public bool SnIdle()
    {
        _link.Forget();
        _client.Poll(_now);
        return _link.SentBytes == 0;
    }

    /// <summary>A message of QoS 0 is published and sent.</summary>
    public bool SnPublishQos0()
    {
        _link.Forget();
        Send(QualityOfService.AtMostOnce);
        return _link.SentBytes == 39 && _link.Sent[1] == Publish;
    }

    /// <summary>A message of QoS 0 comes.</summary>
    public bool SnReceiveQos0()
    {
        int received = _handler.Received;
        _link.Feed(_message);
        _client.Poll(_now);
        return _handler.Received == received + 1;
    }

    /// <summary>A message of QoS 1 is published and sent; then its PUBACK comes.</summary>
    public bool SnPublishQos1()
    {
        _link.Forget();
        Send(QualityOfService.AtLeastOnce);
        return _link.SentBytes == 39 && Acknowledge();
    }

    /// <summary>A message of QoS 1 comes and its PUBACK is sent.</summary>
    public bool SnReceiveQos1()
    {
        int received = _handler.Received;
        _link.Forget();
        _link.Feed(_messageQos1);
        _client.Poll(_now);
        return _handler.Received == received + 1 && _link.SentBytes == 7 && _link.Sent[1] == Puback;
    }

    /// <summary>A PINGREQ is sent in the silence; then its PINGRESP comes.</summary>
    public bool SnPing()
    {
        _link.Forget();
        _now += KeepAliveSeconds * 1000;
        _client.Poll(_now);
        bool isAsked = _link.SentBytes == 2 && _link.Sent[1] == Pingreq;
        _link.Feed(Pingresp);
        _client.Poll(_now);
        return isAsked && _client.IsConnected;
    }

    private void Send(QualityOfService qualityOfService)
    {
        _client.Publish(_topic, _payload, 0, _payload.Length, qualityOfService, false);
        _client.Poll(_now);
    }

    private bool Acknowledge()
    {
        int acknowledged = _handler.Acknowledged;
        _puback[4] = _link.Sent[5];
        _puback[5] = _link.Sent[6];
        _link.Feed(_puback);
        _client.Poll(_now);
        return _handler.Acknowledged == acknowledged + 1;
    }

    private static byte[] Message(byte flags, byte msgId)
    {
        byte[] message = new byte[39];
        message[0] = 39;
        message[1] = Publish;
        message[2] = flags;
        message[4] = 5;
        message[6] = msgId;
        return message;
    }
}
