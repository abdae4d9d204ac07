using nanoFramework.TestFramework;

namespace Edge.Emulator.Tests;

/// <summary>Bytes as text: <c>10 0C 00</c>.</summary>
internal static class Hex
{
    private const string Digits = "0123456789ABCDEF";

    /// <summary>The bytes that a text names.</summary>
    public static byte[] Bytes(string text)
    {
        byte[] bytes = new byte[(text.Length + 1) / 3];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((Digits.IndexOf(text[3 * i]) * 16) + Digits.IndexOf(text[(3 * i) + 1]));
        }

        return bytes;
    }

    /// <summary>Bytes as text.</summary>
    public static string Text(byte[] bytes, int offset, int count)
    {
        char[] text = new char[count == 0 ? 0 : (3 * count) - 1];
        for (int i = 0; i < count; i++)
        {
            text[3 * i] = Digits[bytes[offset + i] >> 4];
            text[(3 * i) + 1] = Digits[bytes[offset + i] & 15];
            if (i > 0)
            {
                text[(3 * i) - 1] = ' ';
            }
        }

        return new string(text);
    }

    /// <summary>Fails unless these are the bytes.</summary>
    public static void AreEqual(string expected, byte[] bytes, int offset, int count) =>
        Assert.AreEqual(expected, Text(bytes, offset, count), "bytes");
}
