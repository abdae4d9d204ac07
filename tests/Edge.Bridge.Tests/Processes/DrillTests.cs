using System.Text.Json;
using Edge.Testing;

namespace Edge.Bridge.Tests.Processes;

public class DrillTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_drill_loses_nothing_and_says_so_in_one_object()
    {
        BridgeProcess drill = await BridgeProcess.RunAsync("drill", "--messages", "200", "--rate", "100", "--json");

        Assert.Empty(drill.ErrorLines);
        using JsonDocument json = JsonDocument.Parse(drill.Output);
        Assert.Equal(["up", "down", "seconds"], json.RootElement.EnumerateObject().Select(property => property.Name));
        foreach (JsonElement direction in new[] { json.RootElement.GetProperty("up"), json.RootElement.GetProperty("down") })
        {
            Assert.Equal(
                ["published", "acknowledged", "lost", "duplicatedQos1", "duplicatedQos2", "outOfOrder", "drainSeconds"],
                direction.EnumerateObject().Select(property => property.Name));
            Assert.Equal(200, direction.GetProperty("published").GetInt32());
            Assert.Equal(200, direction.GetProperty("acknowledged").GetInt32());
            Assert.Equal(0, direction.GetProperty("lost").GetInt32());
            Assert.Equal(0, direction.GetProperty("duplicatedQos2").GetInt32());
            Assert.Equal(0, direction.GetProperty("outOfOrder").GetInt32());
        }

        Assert.Equal(0, drill.ExitCode);
    }

    [Fact]
    public void A_drill_that_is_told_to_stop_leaves_no_process_and_no_file_behind()
    {
        using TemporaryFolder folder = new();
        using ChildProcess drill = new(
            "env", $"TMPDIR={folder.Path}", "dotnet", Path.Combine(AppContext.BaseDirectory, "Edge.Bridge.dll"), "drill");
        drill.WaitForLine(line => line.StartsWith("publishing", StringComparison.Ordinal), Soon);
        string[] children = Children(drill.Id);
        Assert.Single(children);

        drill.Terminate();

        Assert.Equal(1, drill.WaitForExit(Soon));
        Assert.All(children, child => Assert.False(Directory.Exists($"/proc/{child}"), $"process {child} still runs"));
        Assert.Empty(Directory.GetDirectories(folder.Path, "edge-*"));
    }

    private static string[] Children(int process)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks into /proc");
        return [.. Directory.GetDirectories($"/proc/{process}/task").SelectMany(
            task => File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))];
    }
}
