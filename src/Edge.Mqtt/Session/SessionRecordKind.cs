namespace Edge.Mqtt;

/// <summary>What a record of a session in an <see cref="ISessionStore"/> is: the upper 16 bits of its key.</summary>
public static class SessionRecordKind
{
    /// <summary>A message that was published: token (4 bytes, little endian) and PUBLISH packet.</summary>
    public const int Message = 1;

    /// <summary>A QoS 2 message whose PUBREC has come, to be released with a PUBREL: token.</summary>
    public const int Release = 2;

    /// <summary>A QoS 2 message that was taken and not released by its sender yet; no bytes.</summary>
    public const int Inbound = 3;
}
