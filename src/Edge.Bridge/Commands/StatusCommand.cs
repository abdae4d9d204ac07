using System.Collections;
using System.Text.Json;
using Edge.Bridge.Configuration;
using Edge.Bridge.Status;
using Spectre.Console;

namespace Edge.Bridge.Commands;

/// <summary><c>edge status</c>: how the running bridge is.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Asks and tells.</summary>
    /// <param name="file">The configuration of the bridge that is asked; null for the defaults.</param>
    /// <param name="isJson">For programs.</param>
    /// <param name="environment">Of the process.</param>
    /// <param name="output">Takes the answer.</param>
    /// <param name="error">Takes mistakes.</param>
    /// <returns>An <see cref="ExitCode"/>; <see cref="ExitCode.FellShort"/> when nobody answers.</returns>
    public static async Task<int> ExecuteAsync(
        string? file, bool isJson, IDictionary environment, TextWriter output, TextWriter error)
    {
        var configuration = EdgeConfiguration.Load(file, environment, []);
        if (CheckCommand.Refuses(configuration, error))
        {
            return ExitCode.WrongInput;
        }

        Uri address = StatusServer.Address(configuration.Options.Observability.Listen);
        string json;
        try
        {
            using HttpClient client = new() { Timeout = AnswerTimeout };
            json = await client.GetStringAsync(address);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            error.WriteLine($"no bridge answers on {address}: {OneLine.Of(failure.Message)}");
            return ExitCode.FellShort;
        }

        if (isJson)
        {
            output.WriteLine(json);
            return ExitCode.Done;
        }

        BridgeStatus status = JsonSerializer.Deserialize<BridgeStatus>(json, JsonSerializerOptions.Web)!;
        AnsiConsole.Write(StatusTable.Of(status));
        return ExitCode.Done;
    }
}
