using System.Text.RegularExpressions;

namespace Edge.Link.Tests.Protocol;

/// <summary>docs/link-protocol.md as the tests read it: tables by the heading above them, and exchanges.</summary>
internal static partial class ProtocolDocument
{
    private static readonly string[] Lines =
        File.ReadAllLines(Path.Combine(Repository(), "docs", "link-protocol.md"));

    /// <summary>The rows of the first table below a heading, without its header; cells are trimmed, and backticks are
    /// taken away.</summary>
    /// <param name="title">The heading without its number.</param>
    internal static IReadOnlyList<string[]> Table(string title)
    {
        int heading = Array.FindIndex(Lines, line => Heading().Match(line) is { Success: true } match
            && match.Groups["title"].Value == title);
        Assert.True(heading >= 0, $"the document has no heading '{title}'");
        string[][] rows =
        [
            .. Lines.Skip(heading + 1)
                .TakeWhile(line => !line.StartsWith('#'))
                .SkipWhile(line => !line.StartsWith('|'))
                .TakeWhile(line => line.StartsWith('|'))
                .Select(Cells),
        ];
        Assert.True(rows.Length > 2, $"there is no table below '{title}'");
        Assert.All(rows, row => Assert.True(
            row.Length == rows[0].Length, $"'{title}': not as many cells as the header has: {string.Join('|', row)}"));
        return rows[2..];
    }

    /// <summary>The lines of every block that is fenced as an exchange, under the heading before it.</summary>
    internal static IReadOnlyList<(string Title, string[] Lines)> Exchanges()
    {
        List<(string, string[])> exchanges = [];
        string title = "";
        for (int i = 0; i < Lines.Length; i++)
        {
            Match heading = Heading().Match(Lines[i]);
            title = heading.Success ? heading.Groups["title"].Value : title;
            if (Lines[i] == "```exchange")
            {
                exchanges.Add((title, [.. Lines.Skip(i + 1).TakeWhile(line => line != "```")]));
            }
        }

        return exchanges;
    }

    private static string[] Cells(string row) =>
        [.. row.Trim().Trim('|').Split('|').Select(cell => cell.Trim().Replace("`", "", StringComparison.Ordinal))];

    private static string Repository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Edge.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the tests run inside the repository");
    }

    [GeneratedRegex(@"^#+ ([\d.]+ )?(?<title>.*)$")]
    private static partial Regex Heading();
}
