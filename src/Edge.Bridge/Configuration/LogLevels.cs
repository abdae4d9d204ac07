using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Edge.Bridge.Configuration;

/// <summary>The section of Microsoft.Extensions.Logging, which would find a wrong level only later.</summary>
internal static class LogLevels
{
    /// <summary>The section's key.</summary>
    public const string Section = "Logging";

    /// <summary>Tells of every level that is none.</summary>
    public static void Check(IConfiguration root, Action<string, string> tell)
    {
        string[] levels = Enum.GetNames<LogLevel>();
        foreach ((string key, string? value) in root.GetSection(Section).AsEnumerable())
        {
            bool isLevel = key.Contains(":LogLevel:", StringComparison.OrdinalIgnoreCase) && value is not null;
            if (isLevel && !levels.Contains(value, StringComparer.OrdinalIgnoreCase))
            {
                tell(key, $"'{value}' is not known; expected {string.Join(", ", levels)}");
            }
        }
    }
}
