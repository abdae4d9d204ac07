namespace Edge.Mqtt;

// The writer's side, which only a server needs.
internal static partial class ConnackPacket
{
    /// <summary>Writes the packet and returns the offset behind it.</summary>
    internal static int Write(byte[] buffer, int offset, bool isSessionPresent, ConnectReturnCode returnCode)
    {
        buffer[offset] = (int)PacketType.Connack << 4;
        buffer[offset + 1] = 2;
        buffer[offset + 2] = (byte)(isSessionPresent ? 1 : 0);
        buffer[offset + 3] = (byte)returnCode;
        return offset + Bytes;
    }
}
