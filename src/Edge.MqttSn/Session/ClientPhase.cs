namespace Edge.MqttSn;

/// <summary>Where a client stands (MQTT-SN 1.2 §6.14).</summary>
internal enum ClientPhase
{
    // Until it is time to connect.
    Waiting,
    Searching,
    Connecting,
    Active,

    // A DISCONNECT with a duration is to be answered.
    FallingAsleep,
    Asleep,

    // The gateway sends what it has kept, up to a PINGRESP.
    Awake,
    Disconnecting,
    Stopped,
}
