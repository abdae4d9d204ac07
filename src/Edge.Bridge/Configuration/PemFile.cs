namespace Edge.Bridge.Configuration;

/// <summary>A file of certificates or keys in PEM, which could be read when the configuration was.</summary>
/// <param name="Path">The full path.</param>
internal sealed record PemFile(string Path)
{
    /// <summary>Completes "expected ...".</summary>
    public const string Expected = "the path of a PEM file, relative to this one";

    private const int BytesMax = 4 * 1_048_576;

    /// <summary>Looks whether the file is there.</summary>
    /// <returns>Null, or why it cannot be used.</returns>
    public static string? Read(string folder, string path, out PemFile? file)
    {
        file = null;
        if (path.Length == 0 || path.Contains('\0'))
        {
            return $"'{path}' is not a path; expected {Expected}";
        }

        string full = System.IO.Path.GetFullPath(path, folder);
        string? problem = TextFile.Read(full, BytesMax, out _);
        file = problem is null ? new PemFile(full) : null;
        return problem is null ? null : $"{full}: {problem}; expected a file that can be read";
    }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
