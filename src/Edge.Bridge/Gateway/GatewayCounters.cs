namespace Edge.Bridge.Gateway;

/// <summary>What a gateway has seen of its clients.</summary>
internal sealed class GatewayCounters
{
    /// <summary>Datagrams that break a rule of MQTT-SN, discarded.</summary>
    public long Violations { get; set; }

    /// <summary>Messages from an address at which no client is connected.</summary>
    public long Strangers { get; set; }

    /// <summary>Messages sent again.</summary>
    public long Resent { get; set; }

    /// <summary>Messages for clients that were given up: too long for the link, refused by the client, or without a
    /// topic id left.</summary>
    public long Undeliverable { get; set; }

    /// <summary>Answers that had no room; the client asks again.</summary>
    public long Unsent { get; set; }

    /// <summary>Requests answered with congestion.</summary>
    public long Congested { get; set; }

    /// <summary>Messages of QoS -1, taken or not.</summary>
    public long WithoutConnection { get; set; }
}
