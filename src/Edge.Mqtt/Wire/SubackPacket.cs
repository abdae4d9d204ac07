namespace Edge.Mqtt;

/// <summary>SUBACK (MQTT 3.9): an identifier, then a return code for each filter asked for.</summary>
internal static partial class SubackPacket
{
    /// <summary>The return code of a filter that is refused; the others are the granted QoS.</summary>
    internal const int Failure = 0x80;

    /// <summary>Reads a packet whose fixed header was read before. Its return codes, at least one, lie from offset + 2 to
    /// the end; whether they are as many as filters were asked for, the asker knows (3.8.4-5).</summary>
    internal static Violation Read(byte[] buffer, int offset, int remainingLength, out int identifier)
    {
        identifier = 0;
        if (remainingLength < 3)
        {
            return Violation.PacketLength;
        }

        int answered = Field.ReadUInt16(buffer, offset);
        if (answered == 0)
        {
            return Violation.ZeroIdentifier;
        }

        int end = offset + remainingLength;
        for (int at = offset + 2; at < end; at++)
        {
            int code = buffer[at];
            if (code > 2 && code != Failure)
            {
                return Violation.SubackCode;
            }
        }

        identifier = answered;
        return Violation.None;
    }
}
