namespace Edge.Bridge.Configuration;

/// <summary>What the devices of a link speak.</summary>
internal enum LineProtocol
{
    /// <summary>MQTT 3.1.1.</summary>
    Mqtt,

    /// <summary>MQTT-SN 1.2.</summary>
    MqttSn,
}
