using Edge.Bridge.Commands;
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
        EdgeConfiguration configuration = Configured.By(Example());

        Assert.Empty(configuration.Mistakes);
        Assert.Equal(3, configuration.Options.Links.Count);
    }

    [Fact]
    public void The_wait_that_the_page_tells_is_that_of_its_example()
    {
        using TemporaryFolder folder = new();
        using StringWriter output = new();

        CheckCommand.Execute(
            folder.Write("edge.json", Example()), new Dictionary<string, string>(), output, TextWriter.Null);

        string wait = output.ToString().Split(Environment.NewLine)
            .Single(line => line.Contains("a message waits", StringComparison.Ordinal));
        Assert.Contains($"```\n{wait}\n```", Page, StringComparison.Ordinal);
    }

    private static string Example()
    {
        int begin = Page.IndexOf("```json\n", StringComparison.Ordinal) + "```json\n".Length;
        int end = Page.IndexOf("```", begin, StringComparison.Ordinal);
        return Page[begin..end];
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
