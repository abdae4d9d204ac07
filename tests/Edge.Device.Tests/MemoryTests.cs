using Edge.Device.Tests.Memory;

namespace Edge.Device.Tests;

public class MemoryTests
{
    private static readonly Footprint Footprint = new();

    [Fact]
    public void The_document_tells_what_a_client_a_link_and_a_store_take()
    {
        string tables = Footprint.Markdown();
        string page = File.ReadAllText(Path.Combine(Repository(), "docs", "memory.md"));

        Assert.True(
            page.Contains("-->\n\n" + tables, StringComparison.Ordinal),
            $"docs/memory.md must have these tables:\n\n{tables}");
    }

    [Fact]
    public void The_code_of_a_client_fits_its_share_of_flash()
    {
        Assert.InRange(Footprint.CodeBytes("Edge.Core") + Footprint.CodeBytes("Edge.Mqtt"), 1, 20_000);
    }

    [Fact]
    public void Objects_take_whole_blocks_of_twelve_bytes()
    {
        Assert.Equal(12, HeapBlocks.Reachable(new object()));
        Assert.Equal(84, HeapBlocks.Reachable(new byte[64]));
        Assert.Equal(48, HeapBlocks.Reachable(new byte[25]));
        // Two references, of which one is to an object.
        Assert.Equal(48 + 12, HeapBlocks.Reachable(new[] { new object(), null }));
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
