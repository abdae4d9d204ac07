using System;

namespace Edge.Mqtt;

/// <summary>The fields that packets are made of: 16-bit numbers, and byte strings behind their length (MQTT 1.5).</summary>
internal static partial class Field
{
    internal static int ReadUInt16(byte[] buffer, int offset) => (buffer[offset] << 8) | buffer[offset + 1];

    internal static int WriteUInt16(byte[] buffer, int offset, int value)
    {
        buffer[offset] = (byte)(value >> 8);
        buffer[offset + 1] = (byte)value;
        return offset + 2;
    }

    internal static int WriteBytes(byte[] buffer, int offset, byte[] bytes)
    {
        int length = bytes.Length;
        buffer[offset] = (byte)(length >> 8);
        buffer[offset + 1] = (byte)length;
        Array.Copy(bytes, 0, buffer, offset + 2, length);
        return offset + 2 + length;
    }

    internal static bool IsSame(byte[] one, int offset, int count, byte[] other, int otherOffset, int otherCount)
    {
        if (count != otherCount)
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            if (one[offset + i] != other[otherOffset + i])
            {
                return false;
            }
        }

        return true;
    }
}
