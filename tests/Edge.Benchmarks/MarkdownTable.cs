using System.Text;

namespace Edge.Benchmarks;

/// <summary>Rows as they go into a document.</summary>
internal sealed class MarkdownTable(params string[] titles)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        StringBuilder text = new();
        Append(text, titles);
        // The first column says what was measured; the others are numbers.
        Append(text, [.. titles.Select((_, i) => i == 0 ? "---" : "---:")]);
        foreach (string[] row in _rows)
        {
            Append(text, row);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string[] cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
