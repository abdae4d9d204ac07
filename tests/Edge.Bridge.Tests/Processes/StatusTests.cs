using System.Text.Json;
using Edge.Testing;

namespace Edge.Bridge.Tests.Processes;

/// <summary><c>edge status</c> of a real bridge.</summary>
public class StatusTests
{
    [Fact]
    public async Task A_running_bridge_tells_its_links_its_uplink_its_journal_and_its_sessions()
    {
        Assert.SkipUnless(Mosquitto.IsInstalled, Mosquitto.SkipReason);
        using Mosquitto broker = new();
        int link = FreePort.Next();
        string observability = $$""", "Observability": { "Listen": "127.0.0.1:{{FreePort.Next()}}" }""";
        using EdgeRun edge = new(
            $$"""
            { "Edge": {
                "Uplink": { "Addresses": ["mqtt://127.0.0.1:{{broker.Port}}"], "ClientId": "edge" },
                "Links": [ { "Name": "lan", "Type": "Tcp", "Listen": "127.0.0.1:{{link}}", "Framing": "None" } ]{{observability}}
            } }
            """);
        using Device device = Device.OnTcp(link);
        device.PublishUpTo(10, TimeSpan.FromMilliseconds(1));
        device.WaitForAcknowledged(10, TimeSpan.FromSeconds(20));

        BridgeProcess json = await BridgeProcess.RunAsync("status", "--json", "--config", edge.ConfigurationFile);
        Assert.Equal(ExitCode.Done, json.ExitCode);
        using JsonDocument status = JsonDocument.Parse(json.Output);
        JsonElement root = status.RootElement;
        Assert.True(root.GetProperty("uplink").GetProperty("isConnected").GetBoolean());
        Assert.Equal("lan", root.GetProperty("links")[0].GetProperty("name").GetString());
        Assert.Equal(1, root.GetProperty("devices").GetProperty("connected").GetInt32());
        Assert.True(root.GetProperty("journal").GetProperty("commits").GetInt64() > 0);
        Assert.Equal(1, root.GetProperty("sessions").GetArrayLength());

        BridgeProcess table = await BridgeProcess.RunAsync("status", "--config", edge.ConfigurationFile);
        Assert.Equal(ExitCode.Done, table.ExitCode);
        Assert.Contains("link lan", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_bridge_answers_the_status_is_one_line_and_exit_code_1()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write(
            "edge.json", $$"""{ "Edge": { "Observability": { "Listen": "127.0.0.1:{{FreePort.Next()}}" } } }""");
        BridgeProcess status = await BridgeProcess.RunAsync("status", "--json", "--config", file);

        Assert.Equal(ExitCode.FellShort, status.ExitCode);
        Assert.Empty(status.Output);
        Assert.StartsWith("no bridge answers on ", Assert.Single(status.ErrorLines), StringComparison.Ordinal);
    }
}
