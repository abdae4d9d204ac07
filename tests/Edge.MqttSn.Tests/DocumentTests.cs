using System.Text.RegularExpressions;

namespace Edge.MqttSn.Tests;

/// <summary>docs/mqtt-sn.md names a test for each rule, and it exists.</summary>
public partial class DocumentTests
{
    [Fact]
    public void Every_rule_of_the_document_names_a_test_that_exists()
    {
        string root = Root();
        HashSet<string> tests = [.. Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => TestMethod().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value)];
        string[] rows = [.. File.ReadLines(Path.Combine(root, "docs", "mqtt-sn.md")).Where(IsRow)];
        foreach (string row in rows)
        {
            string[] cells = row.Split('|', StringSplitOptions.TrimEntries);
            string[] named = [.. Code().Matches(cells[^2]).Select(match => match.Groups[1].Value)];
            Assert.True(named.Length > 0, $"no test: {row}");
            Assert.True(named.All(tests.Contains), $"no such test: {string.Join(", ", named.Except(tests))}");
        }

        Assert.InRange(rows.Length, 35, int.MaxValue);
    }

    private static bool IsRow(string line) =>
        line.StartsWith('|') && !line.StartsWith("|---", StringComparison.Ordinal)
        && !line.StartsWith("| Rule |", StringComparison.Ordinal);

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Edge.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Edge.sln is in no folder above");
    }

    [GeneratedRegex(@"\b(?:void|Task) (\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex("`(\\w+)`")]
    private static partial Regex Code();
}
