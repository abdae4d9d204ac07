using Edge.Bridge.Configuration;

namespace Edge.Bridge.Tests.Configuration;

/// <summary>A configuration from text.</summary>
internal static class Configured
{
    public static EdgeConfiguration By(string json, params string[] assignments) =>
        By(json, new Dictionary<string, string>(), assignments);

    public static EdgeConfiguration By(string json, Dictionary<string, string> environment, params string[] assignments)
    {
        using TemporaryFolder folder = new();
        folder.Write("password", "secret\n");
        folder.Write("empty", "\n");
        return EdgeConfiguration.Load(folder.Write("edge.json", json), environment, assignments);
    }
}
