namespace Edge.Bridge.Configuration;

/// <summary>A file that holds a secret, and the secret.</summary>
internal sealed class SecretFile
{
    /// <summary>Completes "expected ...".</summary>
    public const string Expected = "the path of a file, relative to this one";

    private const int BytesMax = 65535;

    private SecretFile(string path, string content)
    {
        Path = path;
        Content = content;
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The secret: what the file holds, without the newline at its end.</summary>
    public string Content { get; }

    /// <summary>Reads the file.</summary>
    /// <returns>Null, or why it cannot be the secret.</returns>
    public static string? Read(string folder, string path, out SecretFile? secret)
    {
        secret = null;
        string? problem = TextFile.Read(folder, path, Expected, BytesMax, out string full, out string text);
        if (problem is not null)
        {
            return problem;
        }

        string content = text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2]
            : text.EndsWith('\n') ? text[..^1]
            : text;
        if (content.Length == 0)
        {
            return $"{full}: is empty; expected a password";
        }

        secret = new SecretFile(full, content);
        return null;
    }

    /// <summary>The path only, so that no log line shows the secret.</summary>
    public override string ToString() => Path;
}
