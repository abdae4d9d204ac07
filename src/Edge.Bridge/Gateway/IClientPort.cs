namespace Edge.Bridge.Gateway;

/// <summary>The way to one MQTT-SN client.</summary>
internal interface IClientPort
{
    /// <summary>The longest message that fits, in bytes.</summary>
    int MessageBytesMax { get; }

    /// <summary>The link repeats what gets lost: nothing is repeated above it.</summary>
    bool IsReliable { get; }

    /// <summary>Sends one message.</summary>
    /// <returns>False when there is no room now; nothing was taken.</returns>
    bool Send(byte[] buffer, int offset, int count);
}
