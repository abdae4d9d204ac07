namespace Edge.Bridge.Configuration;

/// <summary>How a broker is spoken to; the names are those of the addresses, in lower case.</summary>
internal enum BrokerScheme
{
    /// <summary>MQTT over TCP, port 1883.</summary>
    Mqtt,

    /// <summary>MQTT over TLS, port 8883.</summary>
    Mqtts,

    /// <summary>MQTT over WebSocket, port 80.</summary>
    Ws,

    /// <summary>MQTT over WebSocket over TLS, port 443.</summary>
    Wss,
}
