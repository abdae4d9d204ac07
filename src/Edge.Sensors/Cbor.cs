namespace Edge.Sensors;

/// <summary>Data items of CBOR (RFC 8949) in a caller's buffer, each in its shortest form.</summary>
internal static class Cbor
{
    internal const int Unsigned = 0x00;
    internal const int Negative = 0x20;
    internal const int TextString = 0x60;
    internal const int Array = 0x80;
    internal const int Map = 0xA0;
    internal const int Tag = 0xC0;
    internal const int Null = 0xF6;

    /// <summary>Seconds since 1970 (3.4.2).</summary>
    internal const int EpochTag = 1;

    /// <summary>A decimal fraction: an array of exponent and mantissa (3.4.4).</summary>
    internal const int DecimalFractionTag = 4;

    /// <summary>The longest <see cref="PutHead"/> here.</summary>
    internal const int HeadBytesMax = 5;

    /// <summary>The longest <see cref="PutNumber"/>: tag, array, exponent, mantissa.</summary>
    internal const int NumberBytesMax = 3 + HeadBytesMax;

    /// <summary>Writes a head: a major type and its argument.</summary>
    /// <returns>Where it ends.</returns>
    internal static int PutHead(byte[] buffer, int at, int majorType, uint argument)
    {
        if (argument < 24)
        {
            buffer[at] = (byte)(majorType | (int)argument);
            return at + 1;
        }

        int bytes = argument <= 0xFF ? 1 : argument <= 0xFFFF ? 2 : 4;
        buffer[at++] = (byte)(majorType | (bytes == 1 ? 24 : bytes == 2 ? 25 : 26));
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        {
            buffer[at++] = (byte)(argument >> shift);
        }

        return at;
    }

    /// <summary>Writes an integer.</summary>
    internal static int PutInteger(byte[] buffer, int at, int value) =>
        value >= 0 ? PutHead(buffer, at, Unsigned, (uint)value) : PutHead(buffer, at, Negative, (uint)(-1 - value));

    /// <summary>Writes a number exactly: an integer, or a decimal fraction where it has decimals.</summary>
    internal static int PutNumber(byte[] buffer, int at, int value, int decimals)
    {
        if (decimals > 0)
        {
            buffer[at] = Tag | DecimalFractionTag;
            buffer[at + 1] = Array | 2;
            buffer[at + 2] = (byte)(Negative | (decimals - 1));
            at += 3;
        }

        return PutInteger(buffer, at, value);
    }

    /// <summary>A whole item that never changes: a text of ASCII.</summary>
    internal static byte[] Text(byte[] text)
    {
        byte[] head = new byte[HeadBytesMax];
        int headBytes = PutHead(head, 0, TextString, (uint)text.Length);
        byte[] item = new byte[headBytes + text.Length];
        System.Array.Copy(head, 0, item, 0, headBytes);
        System.Array.Copy(text, 0, item, headBytes, text.Length);
        return item;
    }
}
