namespace Edge.Mqtt;

/// <summary>What a session has done since it was constructed.</summary>
public sealed class SessionCounters
{
    /// <summary>PUBLISH packets sent, resends included.</summary>
    public int PublishesSent;

    /// <summary>PUBLISH packets sent again with DUP.</summary>
    public int PublishesResent;

    /// <summary>Messages that the peer has acknowledged.</summary>
    public int PublishesAcknowledged;

    /// <summary>PUBLISH packets received.</summary>
    public int PublishesReceived;

    /// <summary>Publishes refused because there was no room.</summary>
    public int PublishesRefused;

    /// <summary>Messages dropped unsent: to make room for newer ones, or because their source could not be read.</summary>
    public int PublishesDropped;

    /// <summary>Messages received, acknowledged and not delivered, because they are larger than the receive buffer and
    /// nobody takes payloads in parts.</summary>
    public int PublishesSkipped;

    /// <summary>QoS 2 messages that came again and were not delivered again.</summary>
    public int DuplicatesSuppressed;

    /// <summary>Connections ended because the peer had more QoS 2 messages under way than are remembered.</summary>
    public int InboundOverflows;

    /// <summary>Acknowledgements of something that was not in flight; they are ignored.</summary>
    public int UnexpectedAcknowledgements;

    /// <summary>Handshakes completed.</summary>
    public int Connections;

    /// <summary>Connections ended by a rule that the peer broke.</summary>
    public int Violations;

    /// <summary>Exceptions thrown by the handler.</summary>
    public int HandlerFailures;
}
