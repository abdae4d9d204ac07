using Edge.Bridge.Configuration;

namespace Edge.Bridge.Tests.Configuration;

/// <summary>A configuration from text.</summary>
internal static class Configured
{
    /// <summary>A line that mosquitto_passwd 2.0.11 wrote for the user alice with the password wonderland.</summary>
    public const string Alice =
        "alice:$7$101$FO9xoFqUPlWZTbIF$s7VPb55jQN6ZNyGR7XsgiInTVqW4b/WSmcF2oic8IfFp8F28mPC+1NO+MzSgTklGEqNXoBPnHZxbGf1gVCuXpA==\n";

    public static EdgeConfiguration By(string json, params string[] assignments) =>
        By(json, new Dictionary<string, string>(), assignments);

    public static EdgeConfiguration By(string json, Dictionary<string, string> environment, params string[] assignments)
    {
        using TemporaryFolder folder = new();
        folder.Write("password", "secret\n");
        folder.Write("empty", "\n");
        folder.Write("users", Alice);
        return EdgeConfiguration.Load(folder.Write("edge.json", json), environment, assignments);
    }
}
