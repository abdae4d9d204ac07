using System;

namespace Edge.Sensors;

/// <summary>ASCII text in a caller's buffer.</summary>
internal static class Text
{
    /// <summary>The longest <see cref="PutDecimal"/>: a sign, ten digits and a point.</summary>
    internal const int DecimalBytesMax = 12;

    /// <summary>The longest <see cref="PutDecimal"/> of seconds since 1970.</summary>
    internal const int SecondsBytesMax = 10;

    /// <summary>Copies bytes.</summary>
    /// <returns>Where they end.</returns>
    internal static int Put(byte[] buffer, int at, byte[] bytes)
    {
        Array.Copy(bytes, 0, buffer, at, bytes.Length);
        return at + bytes.Length;
    }

    /// <summary>True when two texts are the same.</summary>
    internal static bool AreEqual(byte[] one, byte[] other)
    {
        bool areEqual = one.Length == other.Length;
        for (int i = 0; areEqual && i < one.Length; i++)
        {
            areEqual = one[i] == other[i];
        }

        return areEqual;
    }

    /// <summary>Writes an integer as a decimal number, with all its decimals.</summary>
    /// <returns>Where it ends.</returns>
    internal static int PutDecimal(byte[] buffer, int at, long value, int decimals)
    {
        if (value < 0)
        {
            buffer[at++] = (byte)'-';
            value = -value;
        }

        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10)
        {
            digits++;
        }

        digits = digits > decimals ? digits : decimals + 1;
        int end = at + digits + (decimals > 0 ? 1 : 0);
        int point = decimals > 0 ? end - 1 - decimals : -1;
        for (int i = end - 1; i >= at; i--)
        {
            if (i == point)
            {
                buffer[i] = (byte)'.';
            }
            else
            {
                buffer[i] = (byte)('0' + (int)(value % 10));
                value /= 10;
            }
        }

        return end;
    }
}
