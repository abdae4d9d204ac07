namespace Edge.Bridge.Tests;

public class CommandLineTests
{
    [Theory]
    [InlineData("rnu", "edge: unknown verb 'rnu'; did you mean 'run'?")]
    [InlineData("measure", "edge: unknown verb 'measure'; see 'edge --help'")]
    [InlineData("probe", "edge probe: Option '--port' is required; see 'edge probe --help'")]
    [InlineData("probe --port COM3 --baud 49", "edge probe: '49' is not allowed for --baud; expected 50 to 4000000")]
    [InlineData("probe --port COM3 --station 128", "edge probe: '128' is not allowed for --station; expected 0 to 127")]
    [InlineData("probe --port COM3 --duplex both", "edge probe: 'both' is not allowed for --duplex; expected full or half")]
    [InlineData("probe --port COM3 --duplex 1", "edge probe: '1' is not allowed for --duplex; expected full or half")]
    [InlineData("probe --port COM3 --check crc", "edge probe: 'crc' is not allowed for --check; expected fcs32 or fcs16")]
    [InlineData("probe --port COM3 --window 33", "edge probe: '33' is not allowed for --window; expected 1 to 32")]
    [InlineData("probe --port COM3 --turnaround 5", "edge probe: --turnaround needs --duplex half")]
    [InlineData("probe --port COM3 --seconds 61", "edge probe: '61' is not allowed for --seconds; expected 1 to 60")]
    [InlineData("probe --port COM3 --config no.json", "no.json: no such file")]
    [InlineData("[run]", "edge: unknown verb '[run]'; see 'edge --help'")]
    [InlineData("--versoin", "edge: unknown option '--versoin'; did you mean '--version'?")]
    [InlineData("run edge.json", "edge run: unexpected argument 'edge.json'; see 'edge run --help'")]
    [InlineData("run --config", "edge run: Required argument missing for option: '--config'; see 'edge run --help'")]
    [InlineData("check", "edge check: Option '--config' is required; see 'edge check --help'")]
    [InlineData("demo --jsno", "edge demo: unknown option '--jsno'; did you mean '--json'?")]
    [InlineData("demo --seconds soon", "edge demo: 'soon' is not allowed for --seconds; expected 1 to 86400")]
    [InlineData("demo --seconds -5", "edge demo: '-5' is not allowed for --seconds; expected 1 to 86400")]
    [InlineData("demo --seconds 0", "edge demo: '0' is not allowed for --seconds; expected 1 to 86400")]
    [InlineData("demo --seconds 86401", "edge demo: '86401' is not allowed for --seconds; expected 1 to 86400")]
    [InlineData("drill --messages 19", "edge drill: '19' is not allowed for --messages; expected 20 to 1000000")]
    [InlineData("drill --rate 0", "edge drill: '0' is not allowed for --rate; expected 1 to 10000")]
    [InlineData("drill --rates 5", "edge drill: unknown option '--rates'; did you mean '--rate'?")]
    [InlineData("run --set Baud", "--set 'Baud': is not an assignment; expected one such as Edge.Links[0].Baud=9600")]
    [InlineData("run --set @x", "--set '@x': is not an assignment; expected one such as Edge.Links[0].Baud=9600")]
    [InlineData("run --config no.json", "no.json: no such file")]
    [InlineData("check --config no.json", "no.json: no such file")]
    public async Task A_wrong_argument_gets_one_line_and_exit_code_2(string arguments, string line)
    {
        (int exitCode, string output, string error) = await RunAsync(arguments.Split(' '));

        Assert.Equal(line + Environment.NewLine, error);
        Assert.Equal("", output);
        Assert.Equal(2, exitCode);
    }

    [Theory]
    [InlineData("", "edge [command] [options]")]
    [InlineData("--help", "edge [command] [options]")]
    [InlineData("run --help", "edge run [options]")]
    [InlineData("check --help", "edge check [options]")]
    [InlineData("demo --help", "edge demo [options]")]
    [InlineData("probe --help", "edge probe [options]")]
    [InlineData("drill --help", "edge drill [options]")]
    [InlineData("--version", "0.")]
    public async Task Help_and_version_are_given_to_whoever_asks(string arguments, string part)
    {
        (int exitCode, string output, string error) =
            await RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Contains(part, output, StringComparison.Ordinal);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
    }

    [Theory]
    [InlineData("[1]", "1.6 s when the station talks, 0.3 s when it is silent")]
    [InlineData("[1, 2, 3]", "2.4 s when all 3 stations talk, 0.5 s when they are silent")]
    public async Task Check_tells_how_long_a_message_waits_on_a_half_duplex_line(string stations, string wait)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("edge.json", $$"""
            {
              "Edge": {
                "Links": [
                  { "Name": "barn", "Type": "Serial", "Port": "COM3" },
                  { "Name": "field", "Type": "Serial", "Port": "COM4", "Baud": 115200, "Duplex": "Half",
                    "TurnaroundMs": 50, "Window": 7, "FrameBytesMax": 256, "Stations": {{stations}} }
                ]
              }
            }
            """);

        (int exitCode, string output, string error) = await RunAsync(["check", "--config", file]);

        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.Equal(
            [
                "  link barn: Mqtt over COM3 at 115200 baud",
                $"  link field: Mqtt over COM4 at 115200 baud, half duplex, stations {stations.Trim('[', ']')}",
                $"  link field: a message waits at most {wait}",
            ],
            output.Split(Environment.NewLine).Where(line => line.StartsWith("  link", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("[1, 2, 3]", null)]
    [InlineData("[1, 2, 3, 4, 5, 6]", "its devices need a keep-alive of 179 s or more, or the link a smaller Window")]
    public async Task Check_tells_when_the_turns_of_a_line_outlast_the_usual_keep_alive(string stations, string? advice)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("edge.json", $$"""
            { "Edge": { "Links": [{ "Name": "radio", "Type": "Serial", "Port": "COM4", "Baud": 1200, "Duplex": "Half",
              "TurnaroundMs": 20, "Stations": {{stations}} }] } }
            """);

        (int exitCode, string output, _) = await RunAsync(["check", "--config", file]);

        Assert.Equal(0, exitCode);
        Assert.Equal(
            advice == null ? [] : [$"  link radio: {advice}"],
            output.Split(Environment.NewLine).Where(line => line.Contains("keep-alive", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_ends_a_run_is_told_in_one_line()
    {
        System.Net.Sockets.SocketException inUse = new((int)System.Net.Sockets.SocketError.AddressAlreadyInUse);

        Assert.Equal("edge: the address is in use; another program listens there", Failure.Describe(inUse));
        Assert.Equal(Failure.Describe(inUse), Failure.Describe(new AggregateException(inUse)));
        Assert.Equal("edge: one two", Failure.Describe(new IOException("one\ntwo")));
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int exitCode = await CommandLine.RunAsync(arguments, new Dictionary<string, string>(), output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}
