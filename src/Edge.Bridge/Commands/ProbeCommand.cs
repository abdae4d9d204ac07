using System.Collections;
using System.Net;
using System.Text.Json;
using Edge.Bridge.Configuration;
using Edge.Bridge.Links;
using Edge.Bridge.Probing;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Edge.Bridge.Commands;

/// <summary><c>edge probe</c>: talks to the other end of a link and measures it.</summary>
internal static class ProbeCommand
{
    private delegate Task<ProbeResult> Prober(Action<ProbeResult>? tell);

    /// <summary>Probes and tells.</summary>
    /// <param name="arguments">What to probe and how.</param>
    /// <param name="environment">Of the process.</param>
    /// <param name="output">Takes the JSON.</param>
    /// <param name="error">Takes mistakes.</param>
    /// <param name="cancellation">Ctrl+C and SIGTERM.</param>
    /// <returns>An <see cref="ExitCode"/>; done when the other end has answered.</returns>
    public static async Task<int> ExecuteAsync(
        ProbeArguments arguments, IDictionary environment, TextWriter output, TextWriter error,
        CancellationToken cancellation)
    {
        var configuration = EdgeConfiguration.Load(arguments.ConfigurationFile, environment, []);
        if (CheckCommand.Refuses(configuration, error))
        {
            return ExitCode.WrongInput;
        }

        LineOptions? link = configuration.Options.Links
            .FirstOrDefault(link => link.Port != null && PortPath.AreSame(link.Port, arguments.Port));
        LineOptions line = arguments.Line(link, out string? mistake);
        if (mistake != null)
        {
            error.WriteLine($"edge probe: {mistake}");
            return ExitCode.WrongInput;
        }

        using InstanceProbe? instance =
            await InstanceProbe.FindAsync(configuration.Options.Observability.Listen, arguments.Port);
        try
        {
            ProbeResult result = await ShowAsync(Ask, arguments.IsJson, output);
            return result.IsAnswered ? ExitCode.Done : ExitCode.FellShort;
        }
        catch (ProbeRefusedException refusal)
        {
            error.WriteLine($"edge probe: {refusal.Message}");
            return refusal.Status == HttpStatusCode.Conflict ? ExitCode.FellShort : ExitCode.WrongInput;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or JsonException)
        {
            // An instance that ends in the middle answers with nothing.
            error.WriteLine(cancellation.IsCancellationRequested
                ? "edge probe: given up; the running instance goes on to the end"
                : "edge probe: the running instance does not answer any more"
                    + (failure is JsonException ? "; it has ended" : $": {OneLine.Of(failure.Message)}"));
            return ExitCode.FellShort;
        }

        Task<ProbeResult> Ask(Action<ProbeResult>? tell) => instance == null
            ? Task.Run(() => PortProbe.Run(line, arguments.Seconds, tell, cancellation), CancellationToken.None)
            : instance.RunAsync(arguments.Station, arguments.Seconds, tell, cancellation);
    }

    private static async Task<ProbeResult> ShowAsync(Prober ask, bool isJson, TextWriter output)
    {
        ProbeResult result;
        if (isJson)
        {
            result = await ask(null);
            output.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
        }
        else if (AnsiConsole.Profile.Capabilities.Interactive)
        {
            IRenderable begin = new Text("looking for the other end");
            result = await AnsiConsole.Live(begin).StartAsync(async context =>
            {
                ProbeResult last = await ask(now => context.UpdateTarget(ProbeTable.Of(now, isOver: false)));
                context.UpdateTarget(ProbeTable.Of(last, isOver: true));
                return last;
            });
        }
        else
        {
            result = await ask(null);
            AnsiConsole.Write(ProbeTable.Of(result, isOver: true));
        }

        return result;
    }
}
