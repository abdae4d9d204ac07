namespace Edge.Mqtt;

// Byte strings behind their length as only a server reads them.
internal static partial class Field
{
    // Length of the byte string at a place, or -1 when it does not end before the packet does.
    internal static int ReadLength(byte[] buffer, int offset, int end)
    {
        if (end - offset < 2)
        {
            return -1;
        }

        int length = (buffer[offset] << 8) | buffer[offset + 1];
        return length > end - offset - 2 ? -1 : length;
    }
}
