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
        string? problem = TextFile.Read(folder, path, Expected, BytesMax, out string full, out _);
        file = problem is null ? new PemFile(full) : null;
        return problem;
    }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
