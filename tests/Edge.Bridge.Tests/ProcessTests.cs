using System.Net;
using System.Net.Sockets;

namespace Edge.Bridge.Tests;

public class ProcessTests
{
    private const string ThreeMistakes = """
        {
          "Edge": {
            "Uplink": { "Addresses": ["mqtt://broker.example:70000"] },
            "Links": [{ "Name": "barn", "Type": "Serial", "Port": "/dev/ttyUSB0", "Baud": -9600, "Parity": "Even" }]
          }
        }
        """;

    [Theory]
    [InlineData("check")]
    [InlineData("run")]
    public async Task Three_mistakes_are_told_together_each_with_its_path(string verb)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("edge.json", ThreeMistakes);

        BridgeProcess edge = await BridgeProcess.RunAsync(verb, "--config", file);

        Assert.Equal(2, edge.ExitCode);
        Assert.Equal("", edge.Output);
        Assert.Equal(
            [
                "Edge.Uplink.Addresses[0]: port 70000 is out of range; expected 1 to 65535",
                "Edge.Links[0].Parity: unknown key; expected Name, Type, Port, Baud, Duplex, TurnaroundMs, Stations, "
                    + "PollMs, Rs485, Listen, Framing, Check, Window, FrameBytesMax, Protocol, PredefinedTopics, "
                    + "TopicsMax, RetrySeconds, TakesWithoutConnection, AllowedClients, Networks, UsersFile, Publish, Subscribe, Users",
                "Edge.Links[0].Baud: -9600 is out of range; expected 50 to 4000000",
            ],
            edge.ErrorLines);
    }

    [Theory]
    [InlineData("edge: unknown verb 'chekc'; did you mean 'check'?", "chekc", "--config", "edge.json")]
    [InlineData("edge run: unknown option '--confg'; did you mean '--config'?", "run", "--confg", "edge.json")]
    public async Task A_mistyped_argument_gets_one_line_and_exit_code_2(string line, params string[] arguments)
    {
        BridgeProcess edge = await BridgeProcess.RunAsync(arguments);

        Assert.Equal(2, edge.ExitCode);
        Assert.Equal("", edge.Output);
        Assert.Equal([line], edge.ErrorLines);
    }

    [Fact]
    public async Task A_right_file_is_summed_up()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("edge.json", """
            {
              "Edge": {
                "Links": [
                  { "Name": "barn", "Type": "Serial", "Port": "COM3" },
                  { "Name": "lan", "Type": "Tcp", "Listen": "10.1.2.3:1884", "Framing": "None",
                    "AllowedClients": ["node-*"], "Networks": ["10.0.0.0/8"] }
                ]
              }
            }
            """);

        BridgeProcess edge = await BridgeProcess.RunAsync("check", "--config", file);

        Assert.Equal(0, edge.ExitCode);
        Assert.Empty(edge.ErrorLines);
        Assert.StartsWith($"{file}: ok", edge.Output, StringComparison.Ordinal);
        Assert.Contains("link barn: Mqtt over COM3 at 115200 baud" + Environment.NewLine, edge.Output, StringComparison.Ordinal);
        Assert.Contains(
            "link lan: Mqtt over TCP on 10.1.2.3:1884, clients node-*, from 10.0.0.0/8" + Environment.NewLine,
            edge.Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the embedded broker", """{ "Broker": { "Listen": "%taken%" } }""")]
    [InlineData("link lan", """
        { "Uplink": { "Addresses": ["mqtt://%taken%"] },
          "Links": [{ "Name": "lan", "Type": "Tcp", "Listen": "%taken%", "Framing": "None" }] }
        """)]
    public async Task A_taken_address_is_told_in_one_line(string who, string edgeSection)
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        using TemporaryFolder folder = new();
        string file = folder.Write(
            "edge.json",
            $$"""{ "Edge": {{edgeSection.Replace("%taken%", taken.LocalEndpoint.ToString(), StringComparison.Ordinal)}} }""");

        BridgeProcess edge = await BridgeProcess.RunAsync("run", "--config", file);

        Assert.Equal(1, edge.ExitCode);
        string line = Assert.Single(edge.ErrorLines);
        Assert.StartsWith($"edge: {who} cannot listen on {taken.LocalEndpoint}: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", edge.Output, StringComparison.Ordinal);
    }
}
