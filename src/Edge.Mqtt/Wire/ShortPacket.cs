namespace Edge.Mqtt;

/// <summary>The packets that are an identifier behind a fixed header, PUBACK, PUBREC, PUBREL, PUBCOMP and UNSUBACK, and
/// those that are a fixed header alone, PINGREQ, PINGRESP and DISCONNECT (MQTT 3.4 to 3.7, 3.11 to 3.14).</summary>
internal static class ShortPacket
{
    /// <summary>Bytes of a packet that is an identifier.</summary>
    internal const int Bytes = 4;

    /// <summary>Bytes of a packet that is a fixed header alone.</summary>
    internal const int EmptyBytes = 2;

    /// <summary>Writes a packet that is an identifier and returns the offset behind it.</summary>
    internal static int Write(byte[] buffer, int offset, PacketType type, int identifier)
    {
        // 3.6.1-1: PUBREL alone of these has flags.
        buffer[offset] = (byte)(((int)type << 4) | (type == PacketType.Pubrel ? 2 : 0));
        buffer[offset + 1] = 2;
        return Field.WriteUInt16(buffer, offset + 2, identifier);
    }

    /// <summary>Writes a packet that is a fixed header alone and returns the offset behind it.</summary>
    internal static int WriteEmpty(byte[] buffer, int offset, PacketType type)
    {
        buffer[offset] = (byte)((int)type << 4);
        buffer[offset + 1] = 0;
        return offset + EmptyBytes;
    }

    /// <summary>Reads a packet that is an identifier and whose fixed header was read before.</summary>
    internal static Violation Read(byte[] buffer, int offset, int remainingLength, out int identifier)
    {
        identifier = 0;
        if (remainingLength != 2)
        {
            return Violation.PacketLength;
        }

        // 2.3.1-6, 2.3.1-7: it is the identifier of a packet that had none of 0.
        identifier = Field.ReadUInt16(buffer, offset);
        return identifier == 0 ? Violation.ZeroIdentifier : Violation.None;
    }

    /// <summary>Checks a packet that is a fixed header alone.</summary>
    internal static Violation CheckEmpty(int remainingLength) =>
        remainingLength == 0 ? Violation.None : Violation.PacketLength;
}
