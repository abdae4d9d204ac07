using System.Text.RegularExpressions;

namespace Edge.Bridge.Configuration;

/// <summary>A setting as people name it, <c>Edge.Links[0].Baud</c>, and its key, <c>Edge:Links:0:Baud</c>.</summary>
internal static partial class SettingPath
{
    /// <summary>The path that a key stands for.</summary>
    public static string Of(string key) => Index().Replace(key, "[$1]").Replace(':', '.');

    /// <summary>The key that a path stands for, or null when the text is no path.</summary>
    public static string? KeyOf(string path) =>
        Path().IsMatch(path) ? path.Replace('.', ':').Replace("[", ":", StringComparison.Ordinal)
            .Replace("]", "", StringComparison.Ordinal) : null;

    [GeneratedRegex(@":(\d+)(?=:|$)")]
    private static partial Regex Index();

    [GeneratedRegex(@"^\w+(\[\d{1,6}\])*(\.\w+(\[\d{1,6}\])*)*$")]
    private static partial Regex Path();
}
