namespace Edge.Mqtt;

/// <summary>CONNACK (MQTT 3.2): whether the server still has the session, and the return code.</summary>
internal static partial class ConnackPacket
{
    /// <summary>Bytes of the packet.</summary>
    internal const int Bytes = 4;

    /// <summary>Reads a packet whose fixed header was read before.</summary>
    /// <param name="buffer">Where it lies.</param>
    /// <param name="offset">Where the variable header begins.</param>
    /// <param name="remainingLength">Bytes from there.</param>
    /// <param name="isCleanSession">What the CONNECT that it answers had asked for.</param>
    /// <param name="isSessionPresent">The server has a session of before.</param>
    /// <param name="returnCode">What became of the connection.</param>
    internal static Violation Read(
        byte[] buffer,
        int offset,
        int remainingLength,
        bool isCleanSession,
        out bool isSessionPresent,
        out ConnectReturnCode returnCode)
    {
        isSessionPresent = false;
        returnCode = ConnectReturnCode.Accepted;
        if (remainingLength != 2)
        {
            return Violation.PacketLength;
        }

        int flags = buffer[offset];
        int code = buffer[offset + 1];
        // 3.2.2-1, 3.2.2-4: after a refusal or a clean session there is no session of before.
        if (flags > 1 || code > (int)ConnectReturnCode.NotAuthorized || (flags == 1 && (code != 0 || isCleanSession)))
        {
            return Violation.ConnackFlags;
        }

        isSessionPresent = flags == 1;
        returnCode = (ConnectReturnCode)code;
        return Violation.None;
    }
}
