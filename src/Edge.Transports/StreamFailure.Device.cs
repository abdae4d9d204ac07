namespace Edge.Transports;

/// <summary>What ended a device's stream or kept it from opening.</summary>
public enum StreamFailure
{
    /// <summary>Nothing but its user has.</summary>
    None,

    /// <summary>The peer ended the connection.</summary>
    ClosedByPeer,

    /// <summary>Opening took longer than it may.</summary>
    OpenTimedOut,

    /// <summary>The host's name was not found; there may be no network.</summary>
    NameNotFound,

    /// <summary>The socket failed; its error code says how.</summary>
    Socket,

    /// <summary>TLS was not agreed on: the certificate, the clock or the memory is wrong.</summary>
    Handshake,
}
