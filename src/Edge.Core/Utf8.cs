using System;
using System.Text;

namespace Edge;

/// <summary>UTF-8 as MQTT allows it in strings: well-formed, no surrogates, no U+0000 (1.5.3-1, 1.5.3-2).</summary>
public static class Utf8
{
    private const ulong Ones = 0x0101010101010101UL;
    private const ulong Highs = 0x8080808080808080UL;

    // Every ASCII character but U+0000 has one of these bits.
    private const ulong StringBits = 0x7F7F7F7F7F7F7F7FUL;

    // U+0000, '+' and '#' have none of these bits; nor have 13 characters that names rarely hold and that are looked at
    // one by one.
    private const ulong NameBits = 0x5454545454545454UL;

    /// <summary>The cached encoding; asking for Encoding.UTF8 allocates on the device.</summary>
    internal static readonly UTF8Encoding Encoding = new UTF8Encoding();

    /// <summary>True when the bytes are what a string of MQTT may be. U+FEFF is a character like any other
    /// (1.5.3-3).</summary>
    public static bool IsValid(byte[] bytes, int offset, int count) => IsValid(bytes, offset, count, false);

    // One pass for strings and, with the wildcards forbidden as well, for topic names (3.3.2-2).
    internal static bool IsValid(byte[] bytes, int offset, int count, bool isName)
    {
        int end = offset + count;
        int last = end - 8;
        int at = offset;
        if (at > last)
        {
            return Skip(bytes, at, end, end, isName) == end;
        }

        // Eight at a time while each is ASCII and has one of these bits.
        ulong bits = isName ? NameBits : StringBits;
        while (true)
        {
            ulong eight = BitConverter.ToUInt64(bytes, at);
            if (((((eight & bits) - Ones) | eight) & Highs) == 0)
            {
                if (at == last)
                {
                    return true;
                }

                // The last eight may overlap those before, which were ASCII: no character is cut.
                at += 8;
                if (at > last)
                {
                    at = last;
                }

                continue;
            }

            at = Skip(bytes, at, at + 8, end, isName);
            if (at < 0)
            {
                return false;
            }

            if (at > last)
            {
                return Skip(bytes, at, end, end, isName) == end;
            }
        }
    }

    /// <summary>The bytes of a string.</summary>
    /// <remarks>The device's own strings end at U+0000 and hold U+FFFD in place of half a pair, so there both are gone
    /// before they can be refused here.</remarks>
    /// <exception cref="ArgumentException">The string has U+0000 or half a surrogate pair, or needs more than 65,535
    /// bytes (4.7.3-3).</exception>
    public static byte[] GetBytes(string text)
    {
        if (text == null)
        {
            throw new ArgumentNullException(nameof(text));
        }

        // A copy, because the device finds text[i] by walking from the start, and shows no low surrogates there.
        char[] characters = text.ToCharArray();
        int length = characters.Length;
        for (int i = 0; i < length; i++)
        {
            char c = characters[i];
            bool isPair = c >= 0xD800 && c < 0xDC00
                && i + 1 < length && characters[i + 1] >= 0xDC00 && characters[i + 1] < 0xE000;
            if (isPair)
            {
                i++;
            }
            else if (c == 0)
            {
                throw new ArgumentException("a string must not hold U+0000 (1.5.3-2)", nameof(text));
            }
            else if (c >= 0xD800 && c < 0xE000)
            {
                throw new ArgumentException("a string must not hold half a surrogate pair (1.5.3-1)", nameof(text));
            }
        }

        byte[] bytes = Encoding.GetBytes(text);
        if (bytes.Length > 65535)
        {
            throw new ArgumentException("a string takes at most 65535 bytes (4.7.3-3)", nameof(text));
        }

        return bytes;
    }

    // Passes whole characters until one begins at the stop or behind it; -1 when one is not allowed.
    private static int Skip(byte[] bytes, int at, int stop, int end, bool isName)
    {
        while (at < stop)
        {
            // Of ASCII, what is above '+' and '#' is allowed everywhere.
            int first = bytes[at];
            if (first > '+' && first < 0x80)
            {
                at++;
                continue;
            }

            int length = CharacterLength(bytes, at, end);
            if (length == 0 || (isName && (first == '+' || first == '#')))
            {
                return -1;
            }

            at += length;
        }

        return at;
    }

    // Bytes of the character at a place, or 0 when it is none that MQTT allows (RFC 3629, section 4).
    private static int CharacterLength(byte[] bytes, int at, int end)
    {
        int first = bytes[at];
        if (first < 0x80)
        {
            return first == 0 ? 0 : 1;
        }

        if (first < 0xC2 || first > 0xF4)
        {
            return 0;
        }

        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (end - at < length)
        {
            return 0;
        }

        int second = bytes[at + 1];
        int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest)
        {
            return 0;
        }

        for (int i = 2; i < length; i++)
        {
            if ((bytes[at + i] & 0xC0) != 0x80)
            {
                return 0;
            }
        }

        return length;
    }
}
