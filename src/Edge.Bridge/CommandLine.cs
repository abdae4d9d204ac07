using System.Collections;
using System.CommandLine;
using Edge.Bridge.Commands;
using Edge.Bridge.Configuration;
using Edge.Bridge.Drill;

namespace Edge.Bridge;

/// <summary>The verbs of <c>edge</c> and their options.</summary>
internal static class CommandLine
{
    private const int SecondsMax = 86_400;
    private const int MessagesMax = 1_000_000;
    private const int RateMax = 10_000;

    // From the signal to the end of the process; what is on its way then stays with the device.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Runs what the arguments say.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, IDictionary environment, TextWriter output, TextWriter error)
    {
        // An argument that begins with '@' is a value like any other, not a file of arguments.
        ParseResult parsed = Root(environment, output, error).Parse(args, new() { ResponseFileTokenReplacer = null });
        if (ArgumentMistake.In(parsed) is { } mistake)
        {
            error.WriteLine(OneLine.Of(mistake));
            return ExitCode.WrongInput;
        }

        try
        {
            InvocationConfiguration invocation = new()
            {
                EnableDefaultExceptionHandler = false,
                Output = output,
                Error = error,
                ProcessTerminationTimeout = StopTimeout,
            };
            return await parsed.InvokeAsync(invocation);
        }
        catch (Exception failure)
        {
            error.WriteLine(Failure.Describe(failure));
            if (environment["EDGE_DEBUG"] is "1")
            {
                error.WriteLine(failure);
            }

            return ExitCode.FellShort;
        }
    }

    private static RootCommand Root(IDictionary environment, TextWriter output, TextWriter error)
    {
        RootCommand root = new("MQTT from devices to any broker over any link, losing nothing.")
        {
            HelpName = "edge",
        };
        root.Directives.Clear();
        root.Add(Run(environment, error));
        root.Add(Demo());
        root.Add(Check(environment, output, error));
        root.Add(Status(environment, output, error));
        root.Add(ProbeArguments.Command(environment, output, error));
        root.Add(Drill(error));
        root.SetAction(_ => root.Parse(["--help"]).Invoke(new InvocationConfiguration { Output = output }));
        return root;
    }

    private static Command Run(IDictionary environment, TextWriter error)
    {
        Option<string?> file = new("--config")
        {
            Description = "The JSON file; without it, the defaults.",
            HelpName = "file",
        };
        Option<string[]> assignments = new("--set")
        {
            Description = "Sets one value over the file's, such as Edge.Links[0].Baud=9600; may be repeated.",
            HelpName = "path=value",
            DefaultValueFactory = _ => [],
        };
        Command run = new("run", "Bridges until Ctrl+C or SIGTERM.") { file, assignments };
        run.SetAction(async (parsed, cancellation) =>
        {
            var configuration = EdgeConfiguration.Load(
                parsed.GetValue(file), environment, parsed.GetRequiredValue(assignments));
            return CheckCommand.Refuses(configuration, error)
                ? ExitCode.WrongInput
                : await RunCommand.ExecuteAsync(configuration.Options, cancellation);
        });
        return run;
    }

    private static Command Demo()
    {
        Option<int> seconds = new("--seconds")
        {
            Description = $"How long, 1 to {SecondsMax}; without it, until Ctrl+C.",
            HelpName = "seconds",
            CustomParser = ArgumentMistake.Number(1, SecondsMax),
        };
        Option<bool> json = new("--json") { Description = "Tells the result as JSON, for programs." };
        Command demo = new("demo", "Shows the whole path, from a simulated device to a broker, on this machine.")
        {
            seconds,
            json,
        };
        demo.SetAction((parsed, cancellation) =>
            DemoCommand.ExecuteAsync(parsed.GetValue(seconds), parsed.GetValue(json), cancellation));
        return demo;
    }

    private static Command Check(IDictionary environment, TextWriter output, TextWriter error)
    {
        Option<string> file = new("--config") { Description = "The JSON file.", HelpName = "file", Required = true };
        Command check = new("check", "Tells every mistake in a configuration, and runs nothing.") { file };
        check.SetAction(parsed => CheckCommand.Execute(parsed.GetRequiredValue(file), environment, output, error));
        return check;
    }

    private static Command Status(IDictionary environment, TextWriter output, TextWriter error)
    {
        Option<string?> file = new("--config")
        {
            Description = "The JSON file of the bridge; without it, the defaults.",
            HelpName = "file",
        };
        Option<bool> json = new("--json") { Description = "Tells it as JSON, for programs." };
        Command status = new("status", "Tells how the running bridge is.") { file, json };
        status.SetAction((parsed, _) => StatusCommand.ExecuteAsync(
            parsed.GetValue(file), parsed.GetValue(json), environment, output, error));
        return status;
    }

    private static Command Drill(TextWriter error)
    {
        Option<int> messages = new("--messages")
        {
            Description = $"How many each way, {UplinkDrill.MessagesMin} to {MessagesMax}; without it, 1200.",
            HelpName = "messages",
            CustomParser = ArgumentMistake.Number(UplinkDrill.MessagesMin, MessagesMax),
            DefaultValueFactory = _ => 1_200,
        };
        Option<int> rate = new("--rate")
        {
            Description = $"How many a second each way, 1 to {RateMax}; without it, 100.",
            HelpName = "rate",
            CustomParser = ArgumentMistake.Number(1, RateMax),
            DefaultValueFactory = _ => 100,
        };
        Option<bool> json = new("--json") { Description = "Tells the result as JSON, for programs." };
        Command drill = new(
            "drill", "Cuts the uplink and kills the bridge under load, on this machine, and tells what was lost.")
        {
            messages,
            rate,
            json,
        };
        drill.SetAction((parsed, cancellation) => DrillCommand.ExecuteAsync(
            parsed.GetValue(messages), parsed.GetValue(rate), parsed.GetValue(json), error, cancellation));
        return drill;
    }
}
