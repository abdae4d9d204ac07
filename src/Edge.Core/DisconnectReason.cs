namespace Edge;

/// <summary>Why a connection ended.</summary>
public enum DisconnectReason
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>This side or the peer asked for it with a DISCONNECT.</summary>
    Requested,

    /// <summary>The stream could not be opened, or not in time.</summary>
    NotOpened,

    /// <summary>The stream was cut.</summary>
    StreamClosed,

    /// <summary>The handshake did not come in time.</summary>
    HandshakeTimeout,

    /// <summary>The peer was silent for too long.</summary>
    Silence,

    /// <summary>The server refused the CONNECT; the return code says why.</summary>
    Refused,

    /// <summary>The peer broke a rule; the violation says which.</summary>
    ProtocolViolation,

    /// <summary>A packet came that is larger than the receive buffer may be, or a PUBLISH whose topic alone is.</summary>
    PacketTooLarge,

    /// <summary>The peer has more QoS 2 messages under way than this side remembers.</summary>
    InboundOverflow,

    /// <summary>The session store could not make durable what an acknowledgement would have promised.</summary>
    StoreFailed,

    /// <summary>A streamed payload could not be read to its end.</summary>
    SourceFailed,

    /// <summary>The handler threw.</summary>
    HandlerFailed,

    /// <summary>The owner of this side closed it.</summary>
    Closed,
}
