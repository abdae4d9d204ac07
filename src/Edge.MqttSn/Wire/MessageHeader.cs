namespace Edge.MqttSn;

/// <summary>Length and message type, with which every message begins (5.2). The short form has one byte of length, the
/// long form three: 0x01 and two more.</summary>
public static class MessageHeader
{
    /// <summary>Bytes of the longest message.</summary>
    public const int MessageBytesMax = 65_535;

    /// <summary>Bytes of the longest header.</summary>
    public const int BytesMax = 4;

    private const int ShortBytes = 2;
    private const byte LongMark = 1;

    // A length of exactly 255 fits the short form, but common peers misread or miswrite it.
    private const int ShortMessageBytesMax = 254;

    /// <summary>Bytes of a message with this many behind its header.</summary>
    public static int MessageBytes(int bodyBytes) => bodyBytes + Bytes(bodyBytes);

    /// <summary>Bytes of the header in front of this many: 2 or 4.</summary>
    public static int Bytes(int bodyBytes) => bodyBytes <= ShortMessageBytesMax - ShortBytes ? ShortBytes : BytesMax;

    /// <summary>Writes a header, short where it may be, and returns the offset behind it.</summary>
    public static int Write(byte[] buffer, int offset, MessageType type, int bodyBytes)
    {
        if (Bytes(bodyBytes) == ShortBytes)
        {
            buffer[offset] = (byte)(bodyBytes + ShortBytes);
            buffer[offset + 1] = (byte)type;
            return offset + ShortBytes;
        }

        int length = bodyBytes + BytesMax;
        buffer[offset] = LongMark;
        buffer[offset + 1] = (byte)(length >> 8);
        buffer[offset + 2] = (byte)length;
        buffer[offset + 3] = (byte)type;
        return offset + BytesMax;
    }

    /// <summary>Reads the header of a datagram that holds one message; the long form is accepted for any.</summary>
    /// <param name="buffer">Where the datagram lies.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="count">Its bytes.</param>
    /// <param name="type">Its type, which is none that the standard reserves.</param>
    /// <param name="body">Where its fields begin.</param>
    public static Violation Read(byte[] buffer, int offset, int count, out MessageType type, out int body)
    {
        type = MessageType.None;
        body = offset;
        if (count < ShortBytes)
        {
            return Violation.Length;
        }

        int length = buffer[offset];
        int headerBytes = ShortBytes;
        if (length == LongMark)
        {
            headerBytes = BytesMax;
            length = count < BytesMax ? 0 : (buffer[offset + 1] << 8) | buffer[offset + 2];
        }

        // Nothing but one message is in a datagram: a length that differs is a message cut or miswritten.
        if (length != count || length < headerBytes)
        {
            return Violation.Length;
        }

        int typeByte = buffer[offset + headerBytes - 1];
        if (!IsType(typeByte))
        {
            return Violation.ReservedType;
        }

        type = (MessageType)typeByte;
        body = offset + headerBytes;
        return Violation.None;
    }

    private static bool IsType(int type) =>
        type <= (int)MessageType.WillMsgResp ? type != 0x03 && type != 0x11 && type != 0x19
            : type == (int)MessageType.Encapsulated;
}
