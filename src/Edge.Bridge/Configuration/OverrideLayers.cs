using System.Collections;

namespace Edge.Bridge.Configuration;

/// <summary>The values that stand over the file's: the environment's, and over those the command line's.</summary>
internal static class OverrideLayers
{
    private static readonly string[] Roots = ["Edge__", "Logging__"];

    /// <summary>Variables such as <c>Edge__Links__0__Baud</c>.</summary>
    public static ConfigurationLayer FromEnvironment(IDictionary variables)
    {
        ConfigurationLayer layer = new(" (from the environment)");
        foreach (DictionaryEntry variable in variables)
        {
            string name = (string)variable.Key;
            if (Roots.Any(root => name.StartsWith(root, StringComparison.OrdinalIgnoreCase)))
            {
                layer.Values[name.Replace("__", ":", StringComparison.Ordinal)] = (string?)variable.Value;
            }
        }

        return layer;
    }

    /// <summary>Assignments such as <c>Edge.Links[0].Baud=9600</c>.</summary>
    public static ConfigurationLayer FromCommandLine(IEnumerable<string> assignments)
    {
        ConfigurationLayer layer = new(" (from --set)");
        foreach (string assignment in assignments)
        {
            int equals = assignment.IndexOf('=', StringComparison.Ordinal);
            string? key = equals < 0 ? null : SettingPath.KeyOf(assignment[..equals]);
            if (key is null)
            {
                layer.Mistakes.Add(
                    $"--set '{assignment}': is not an assignment; expected one such as Edge.Links[0].Baud=9600");
            }
            else
            {
                layer.Values[key] = assignment[(equals + 1)..];
            }
        }

        return layer;
    }
}
