using Edge.Bridge.Configuration;

namespace Edge.Bridge.Tests.Configuration;

public class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository(), "docs", "configuration.md"));

    [Fact]
    public void The_table_is_what_the_schema_says()
    {
        string table = SchemaTable.Markdown();

        Assert.True(
            Page.EndsWith("-->\n\n" + table, StringComparison.Ordinal),
            $"docs/configuration.md must end with this table:\n\n{table}");
    }

    [Fact]
    public void The_example_has_no_mistake()
    {
        int begin = Page.IndexOf("```json\n", StringComparison.Ordinal) + "```json\n".Length;
        int end = Page.IndexOf("```", begin, StringComparison.Ordinal);

        EdgeConfiguration configuration = Configured.By(Page[begin..end]);

        Assert.Empty(configuration.Mistakes);
        Assert.Equal(2, configuration.Options.Links.Count);
    }

    private static string Repository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Edge.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the tests run inside the repository");
    }
}
