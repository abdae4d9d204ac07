namespace Edge.Link;

/// <summary>Numbers on the line: lowest byte first.</summary>
internal static class Wire
{
    internal static void PutUInt32(byte[] buffer, int offset, uint value)
    {
        buffer[offset] = (byte)value;
        buffer[offset + 1] = (byte)(value >> 8);
        buffer[offset + 2] = (byte)(value >> 16);
        buffer[offset + 3] = (byte)(value >> 24);
    }

    internal static void PutUInt16(byte[] buffer, int offset, int value)
    {
        buffer[offset] = (byte)value;
        buffer[offset + 1] = (byte)(value >> 8);
    }

    internal static uint UInt32(byte[] buffer, int offset) =>
        (uint)(buffer[offset] | (buffer[offset + 1] << 8) | (buffer[offset + 2] << 16) | (buffer[offset + 3] << 24));

    internal static int UInt16(byte[] buffer, int offset) => buffer[offset] | (buffer[offset + 1] << 8);
}
