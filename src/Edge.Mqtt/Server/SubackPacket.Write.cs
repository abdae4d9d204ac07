namespace Edge.Mqtt;

// The writer's side, which only a server needs.
internal static partial class SubackPacket
{
    /// <summary>Bytes of a packet with so many return codes.</summary>
    internal static int Bytes(int codes) => FixedHeader.Bytes(2 + codes) + 2 + codes;

    /// <summary>Writes all but the return codes, which the caller puts behind it.</summary>
    /// <returns>The offset of the first return code.</returns>
    internal static int WriteHeader(byte[] buffer, int offset, int identifier, int codes)
    {
        offset = FixedHeader.Write(buffer, offset, (int)PacketType.Suback << 4, 2 + codes);
        return Field.WriteUInt16(buffer, offset, identifier);
    }
}
