namespace Edge.Benchmarks.Clients;

/// <summary>Whose clients are measured.</summary>
internal enum Peer
{
    /// <summary>Ours.</summary>
    Edge,

    /// <summary>MQTTnet's.</summary>
    MqttNet,

    /// <summary>Bare sockets: packets made beforehand, bytes counted and not understood. The broker's ceiling.</summary>
    Raw,
}
