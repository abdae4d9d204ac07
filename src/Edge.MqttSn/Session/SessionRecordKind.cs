namespace Edge.MqttSn;

/// <summary>What a record of a session in an <see cref="ISessionStore"/> is: the upper 16 bits of its key. The lower ones
/// are the message id.</summary>
internal static class SessionRecordKind
{
    // A message that was published: token (4 bytes, little endian) and the body of its record.
    internal const int Message = 1;

    // A QoS 2 message whose PUBREC has come; token.
    internal const int Release = 2;

    // A QoS 2 message that was taken and not released by the gateway yet; no bytes.
    internal const int Inbound = 3;

    internal static int Key(int kind, int msgId) => (kind << 16) | msgId;
}
