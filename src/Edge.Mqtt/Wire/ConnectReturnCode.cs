namespace Edge.Mqtt;

/// <summary>The answer to a CONNECT (MQTT 3.2.2.3).</summary>
public enum ConnectReturnCode
{
    /// <summary>Connected.</summary>
    Accepted = 0,

    /// <summary>The server does not speak this level of the protocol.</summary>
    UnacceptableProtocolVersion = 1,

    /// <summary>The client identifier is not allowed.</summary>
    IdentifierRejected = 2,

    /// <summary>The server is there but not serving.</summary>
    ServerUnavailable = 3,

    /// <summary>User name or password is malformed or wrong.</summary>
    BadUserNameOrPassword = 4,

    /// <summary>Not allowed to connect.</summary>
    NotAuthorized = 5,
}
