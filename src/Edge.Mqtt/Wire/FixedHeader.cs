namespace Edge.Mqtt;

/// <summary>The fixed header: packet type, flags and remaining length (MQTT 2.2).</summary>
public static class FixedHeader
{
    /// <summary>The largest remaining length: 268,435,455 bytes (2.2.3).</summary>
    public const int RemainingLengthMax = 268_435_455;

    // For each packet type the flags it may have, one bit for each value (2.2.2-1; PUBLISH: 3.3.1-2, 3.3.1-4).
    private static readonly int[] FlagsAllowed = { 0, 1, 1, 0x3C3F, 1, 1, 4, 1, 4, 1, 4, 1, 1, 1, 1, 0 };

    /// <summary>Bytes of a fixed header with this remaining length: 2 to 5.</summary>
    public static int Bytes(int remainingLength) =>
        remainingLength < 128 ? 2 : remainingLength < 16_384 ? 3 : remainingLength < 2_097_152 ? 4 : 5;

    /// <summary>Writes a fixed header and returns the offset behind it.</summary>
    public static int Write(byte[] buffer, int offset, int firstByte, int remainingLength)
    {
        buffer[offset++] = (byte)firstByte;
        while (remainingLength >= 128)
        {
            buffer[offset++] = (byte)(remainingLength | 0x80);
            remainingLength >>= 7;
        }

        buffer[offset++] = (byte)remainingLength;
        return offset;
    }

    /// <summary>Reads a fixed header.</summary>
    /// <param name="buffer">Where the packet lies.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="count">Bytes that are there.</param>
    /// <param name="headerBytes">Bytes of the header, when complete.</param>
    /// <param name="remainingLength">Bytes behind it, when complete.</param>
    /// <param name="violation">The broken rule, when malformed.</param>
    public static ReadResult Read(
        byte[] buffer, int offset, int count, out int headerBytes, out int remainingLength, out Violation violation)
    {
        headerBytes = 0;
        remainingLength = 0;
        violation = Violation.None;
        if (count < 1)
        {
            return ReadResult.Incomplete;
        }

        int first = buffer[offset];
        if (((FlagsAllowed[first >> 4] >> (first & 15)) & 1) == 0)
        {
            violation = FlagsViolation(first);
            return ReadResult.Malformed;
        }

        if (count > 1 && buffer[offset + 1] < 128)
        {
            headerBytes = 2;
            remainingLength = buffer[offset + 1];
            return ReadResult.Complete;
        }

        int length = 0;
        for (int i = 1; i <= 4; i++)
        {
            if (i >= count)
            {
                return ReadResult.Incomplete;
            }

            int b = buffer[offset + i];
            length |= (b & 0x7F) << (7 * (i - 1));
            if (b < 0x80)
            {
                headerBytes = i + 1;
                remainingLength = length;
                return ReadResult.Complete;
            }
        }

        violation = Violation.RemainingLength;
        return ReadResult.Malformed;
    }

    private static Violation FlagsViolation(int firstByte)
    {
        switch ((PacketType)(firstByte >> 4))
        {
            case 0:
            case (PacketType)15:
                return Violation.ReservedPacketType;
            case PacketType.Publish:
                return (firstByte & 0x06) == 0x06 ? Violation.QualityOfService : Violation.DuplicateAtMostOnce;
            default:
                return Violation.FixedHeaderFlags;
        }
    }
}
