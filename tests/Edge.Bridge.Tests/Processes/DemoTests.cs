using System.Text.Json;

namespace Edge.Bridge.Tests.Processes;

public class DemoTests
{
    [Fact]
    public async Task The_demonstration_loses_nothing_and_says_so_in_one_object()
    {
        BridgeProcess demo = await BridgeProcess.RunAsync("demo", "--seconds", "3", "--json");

        Assert.Equal(0, demo.ExitCode);
        Assert.Empty(demo.ErrorLines);
        using JsonDocument json = JsonDocument.Parse(demo.Output);
        string[] names = [.. json.RootElement.EnumerateObject().Select(property => property.Name)];
        Assert.Equal(
            ["published", "delivered", "lost", "duplicated", "outOfOrder", "framesSent", "framesCorrupted", "seconds"],
            names);
        Assert.True(Number("published") >= 20, demo.Output);
        Assert.Equal(Number("published"), Number("delivered"));
        Assert.Equal(0, Number("lost"));
        Assert.Equal(0, Number("outOfOrder"));
        Assert.True(Number("framesSent") > Number("published"), demo.Output);

        int Number(string name) => json.RootElement.GetProperty(name).GetInt32();
    }
}
