using System.Text;

namespace Edge.Bridge.Configuration;

/// <summary>A file of text that somebody named.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a file that a setting names.</summary>
    /// <param name="folder">What the path is relative to.</param>
    /// <param name="path">As it was written.</param>
    /// <param name="expected">What the path should have been.</param>
    /// <param name="bytesMax">A longer file is not read.</param>
    /// <param name="full">The full path; empty when it is none.</param>
    /// <param name="text">What the file holds.</param>
    /// <returns>Null, or what is wrong, with the full path.</returns>
    public static string? Read(
        string folder, string path, string expected, int bytesMax, out string full, out string text)
    {
        full = "";
        text = "";
        if (path.Length == 0 || path.Contains('\0'))
        {
            return $"'{path}' is not a path; expected {expected}";
        }

        full = Path.GetFullPath(path, folder);
        string? problem = Read(full, bytesMax, out text);
        return problem is null ? null : $"{full}: {problem}; expected a file that can be read";
    }

    /// <summary>Reads a file of UTF-8, with or without a byte order mark.</summary>
    /// <returns>Null, or why it cannot be read.</returns>
    public static string? Read(string path, int bytesMax, out string text)
    {
        text = "";
        try
        {
            if (Directory.Exists(path))
            {
                return "is a folder";
            }

            using FileStream file = File.OpenRead(path);
            using StreamReader reader = new(file, StrictUtf8);

            // A device such as /dev/zero has no length and no end, so the bound is on what was read.
            char[] buffer = new char[bytesMax + 1];
            int count = reader.ReadBlock(buffer);
            if (count > bytesMax)
            {
                return $"is larger than {bytesMax} bytes";
            }

            text = new string(buffer, 0, count);
            return null;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return "no such file";
        }
        catch (DecoderFallbackException)
        {
            return "is not UTF-8";
        }
        catch (UnauthorizedAccessException)
        {
            return "permission denied";
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or NotSupportedException)
        {
            return $"cannot be read ({failure.Message})";
        }
    }
}
