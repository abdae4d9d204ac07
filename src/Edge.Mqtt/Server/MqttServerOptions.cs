namespace Edge.Mqtt;

/// <summary>What the server's end of a connection may use.</summary>
public sealed class MqttServerOptions
{
    /// <summary>Milliseconds from the open stream to a complete CONNECT.</summary>
    public int ConnectTimeoutMs { get; set; } = 10_000;

    /// <summary>The receive buffer to begin with, in bytes.</summary>
    public int ReceiveBytes { get; set; } = 1024;

    /// <summary>The receive buffer grows up to this for a packet whose bytes come, in bytes.</summary>
    public int PacketBytesMax { get; set; } = 1024;

    /// <summary>Packets up to this size leave in one write, in bytes.</summary>
    public int SendBytes { get; set; } = 1024;

    /// <summary>Room for messages to the client that wait or are unacknowledged, in bytes.</summary>
    public int LogBytes { get; set; } = 4096;

    /// <summary>Messages sent and not yet acknowledged, 1 to 1,000.</summary>
    public int InFlightMax { get; set; } = 8;

    /// <summary>Messages received and not yet acknowledged, 1 to 65,535; then no more is read until one is
    /// acknowledged.</summary>
    public int HeldMax { get; set; } = 1000;

    /// <summary>QoS 2 messages received and not yet released by the client, 1 to 65,535; a client that has more under way
    /// is disconnected.</summary>
    public int InboundMax { get; set; } = 100;
}
