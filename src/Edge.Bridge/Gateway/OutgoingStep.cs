namespace Edge.Bridge.Gateway;

/// <summary>How far a message to a client has come.</summary>
internal enum OutgoingStep
{
    /// <summary>PUBLISH, with a REGISTER before it when the client does not know the topic's number.</summary>
    Publish,

    /// <summary>REGISTER.</summary>
    Register,

    /// <summary>PUBREL.</summary>
    Release,
}
