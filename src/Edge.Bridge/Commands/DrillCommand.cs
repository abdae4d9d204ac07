using System.Text.Json;
using Edge.Bridge.Drill;
using Spectre.Console;

namespace Edge.Bridge.Commands;

/// <summary><c>edge drill</c>: whether the promise is kept on this machine.</summary>
internal static class DrillCommand
{
    /// <summary>Runs the drill.</summary>
    /// <param name="messages">Messages in each direction.</param>
    /// <param name="rate">Messages a second in each direction.</param>
    /// <param name="json">True to tell the result as one JSON object, false to tell the steps and show a table.</param>
    /// <param name="error">Told why it was given up.</param>
    /// <param name="cancellation">Ctrl+C and SIGTERM.</param>
    /// <returns>An <see cref="ExitCode"/>: done only if nothing that was acknowledged was lost, nothing was out of order and
    /// nothing of QoS 2 came twice.</returns>
    /// <exception cref="IOException">Something does not start.</exception>
    public static async Task<int> ExecuteAsync(
        int messages, int rate, bool json, TextWriter error, CancellationToken cancellation)
    {
        Action<string> tell = json ? _ => { } : AnsiConsole.WriteLine;
        DrillResult result;
        try
        {
            result = await Task.Run(
                () => UplinkDrill.Run(DrilledBridge.Self(), messages, rate, tell, cancellation), CancellationToken.None);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            error.WriteLine("edge drill: given up; nothing is left behind");
            return ExitCode.FellShort;
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(result, DrillResultJson.Default.DrillResult));
        }
        else
        {
            AnsiConsole.Write(DrillTable.Of(result));
        }

        return result.IsKept ? ExitCode.Done : ExitCode.FellShort;
    }
}
