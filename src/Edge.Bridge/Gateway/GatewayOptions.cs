namespace Edge.Bridge.Gateway;

/// <summary>What MQTT-SN clients of a link may take, and how long they are waited for.</summary>
internal sealed record GatewayOptions
{
    /// <summary>Milliseconds after which an unanswered message is sent again (T_retry, MQTT-SN 1.2 §7.2).</summary>
    public int RetryMs { get; init; } = 10_000;

    /// <summary>So often a message is sent again before its client is given up (N_retry).</summary>
    public int RetriesMax { get; init; } = 4;

    /// <summary>Milliseconds from a CONNECT to the last answer about the will.</summary>
    public int PromptMs { get; init; } = 60_000;

    /// <summary>Topic ids of one client.</summary>
    public int TopicsMax { get; init; } = 1024;

    /// <summary>Messages of a client that are not in the journal yet; one more is answered with congestion.</summary>
    public int HeldMax { get; init; } = 16;

    /// <summary>Clients at a time, those that sleep included.</summary>
    public int ClientsMax { get; init; } = 10_000;

    /// <summary>Messages of clients that never connect are taken (QoS -1, §6.8).</summary>
    public bool TakesWithoutConnection { get; init; }

    /// <summary>The gateway's number in GWINFO, 0 to 255.</summary>
    public int GatewayId { get; init; } = 1;

    /// <summary>Topics that both sides know by a number beforehand.</summary>
    public PredefinedTopics Predefined { get; init; } = new([]);
}
