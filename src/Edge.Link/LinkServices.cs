namespace Edge.Link;

/// <summary>What an end speaks over a link, as bits of the hello; bits without a name are reserved.</summary>
public static class LinkServices
{
    /// <summary>MQTT over a <see cref="LinkStream"/>.</summary>
    public const int MqttStream = 0x01;

    /// <summary>MQTT-SN, a packet a message.</summary>
    public const int MqttSn = 0x02;
}
