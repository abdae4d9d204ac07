using System.Diagnostics;
using System.Text.Json;
using Edge.Bridge.Demo;
using Spectre.Console;

namespace Edge.Bridge.Commands;

/// <summary><c>edge demo</c>: the whole path on one machine.</summary>
internal static class DemoCommand
{
    private const int RefreshMs = 200;

    // What is under way when the board stops measuring has this long to arrive.
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Runs the demonstration.</summary>
    /// <param name="seconds">How long the board measures, 1 to 86400; 0 until the cancellation.</param>
    /// <param name="json">True to tell the result as one JSON object, false to show a table that lives.</param>
    /// <param name="cancellation">Ctrl+C and SIGTERM: the board stops measuring, what is under way still arrives.</param>
    /// <returns>An <see cref="ExitCode"/>: done only if nothing was lost and nothing was out of order.</returns>
    public static async Task<int> ExecuteAsync(int seconds, bool json, CancellationToken cancellation)
    {
        await using Demonstration demonstration = await Demonstration.StartAsync((ulong)Random.Shared.NextInt64());
        TimeSpan time = seconds == 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds);
        if (json || !AnsiConsole.Profile.Capabilities.Interactive)
        {
            await WatchAsync(demonstration, time, _ => { }, cancellation);
        }
        else
        {
            await AnsiConsole.Live(Table(demonstration, isOver: false)).StartAsync(
                context => WatchAsync(demonstration, time, isOver => context.UpdateTarget(Table(demonstration, isOver)), cancellation));
        }

        DemoResult result = demonstration.Result();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(result, DemoResultJson.Default.DemoResult));
        }
        else if (!AnsiConsole.Profile.Capabilities.Interactive)
        {
            AnsiConsole.Write(Table(demonstration, isOver: true));
        }

        return result is { Published: > 0, Lost: 0, OutOfOrder: 0 } ? ExitCode.Done : ExitCode.FellShort;
    }

    private static async Task WatchAsync(
        Demonstration demonstration, TimeSpan time, Action<bool> show, CancellationToken cancellation)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (clock.Elapsed < time && !cancellation.IsCancellationRequested)
        {
            await Task.Delay(RefreshMs, CancellationToken.None);
            show(false);
        }

        demonstration.StopMeasuring();
        clock.Restart();
        while (demonstration.Result().Lost > 0 && clock.Elapsed < DrainTimeout)
        {
            await Task.Delay(RefreshMs, CancellationToken.None);
            show(false);
        }

        show(true);
    }

    private static Spectre.Console.Rendering.IRenderable Table(Demonstration demonstration, bool isOver) =>
        DemoTable.Of(demonstration.Result(), demonstration.BoardLink.FramesResent, demonstration.LastReading, isOver);
}
