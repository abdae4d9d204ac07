namespace Edge.Bridge.Journals;

/// <summary>A device's session as the journal keeps it.</summary>
/// <param name="Id">Its row, 1 or more.</param>
/// <param name="ClientId">Whose it is.</param>
/// <param name="IsClean">It ends with its connection (MQTT 3.1.2-6).</param>
/// <param name="DisconnectedAt">Since when its device is away, milliseconds since 1970; null while it is connected, or
/// was when the bridge ended.</param>
/// <param name="Will">What is published when its device does not come back; null for nothing. While
/// <paramref name="DisconnectedAt"/> says when it went, the will only waits for the next connection.</param>
internal sealed record StoredSession(long Id, string ClientId, bool IsClean, long? DisconnectedAt, StoredWill? Will)
{
    /// <summary>The link on which it began; null when that is not known.</summary>
    public string? Link { get; init; }

    /// <summary>Its subscriptions: filter and granted QoS.</summary>
    public List<(TopicFilter Filter, QualityOfService Granted)> Subscriptions { get; } = [];

    /// <summary>Its topics in the order of their numbers, which begin with 1 (MQTT-SN).</summary>
    public List<Topic> Topics { get; } = [];
}
