using System;

namespace Edge.Sensors;

/// <summary>Names as SenML allows them (RFC 8428, 4.5.1).</summary>
internal static class SenmlName
{
    /// <summary>True when the bytes are a name, and not an empty one.</summary>
    internal static bool IsValid(byte[] name)
    {
        if (name.Length == 0 || !IsAlphanumeric(name[0]))
        {
            return false;
        }

        for (int i = 1; i < name.Length; i++)
        {
            byte c = name[i];
            if (!IsAlphanumeric(c) && c != '-' && c != '.' && c != '/' && c != ':' && c != '_')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Checks what is to come before names.</summary>
    /// <exception cref="ArgumentException">It is neither empty nor the beginning of a name.</exception>
    internal static void ThrowIfNoBase(string baseName)
    {
        if (baseName.Length > 0 && !IsValid(Utf8.GetBytes(baseName)))
        {
            throw new ArgumentException(
                "base name '" + baseName + "': letters, digits and - : . / _, the first a letter or digit", nameof(baseName));
        }
    }

    private static bool IsAlphanumeric(byte c) =>
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
