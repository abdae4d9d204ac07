using System.Globalization;
using Edge.Bridge.Drill;

namespace Edge.Bridge.Tests.Processes;

/// <summary>Whether the rows of the loss table run in full, and where they are written then: the file named by the environment
/// variable EDGE_LOSS_TABLE. Without it they run in short, and nothing is written.</summary>
internal static class LossTable
{
    private static readonly Lock Gate = new();
    private static readonly string? File = Environment.GetEnvironmentVariable("EDGE_LOSS_TABLE");

    public static bool IsFull => !string.IsNullOrEmpty(File);

    /// <summary>The full or the short size of something.</summary>
    public static T Size<T>(T full, T brief) => IsFull ? full : brief;

    /// <summary>Writes a row: messages published, lost, out of order, duplicated, and seconds to drain.</summary>
    public static void Add(string what, DrillFlows flows, double drainSeconds)
    {
        if (!IsFull)
        {
            return;
        }

        FlowResult[] up = [.. flows.Up.Select(flow => flow.Result())];
        FlowResult[] down = [.. flows.Down.Select(flow => flow.Result())];
        FlowResult[] all = [.. up, .. down];
        string row = string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {up.Sum(flow => flow.Published)} | {down.Sum(flow => flow.Published)} | {all.Sum(flow => flow.Lost)} | "
            + $"{all.Sum(flow => flow.OutOfOrder)} | {up[1].Duplicated + down[1].Duplicated} | {up[0].Duplicated} | "
            + $"{down[0].Duplicated} | {drainSeconds:0.0} |\n");
        lock (Gate)
        {
            System.IO.File.AppendAllText(File!, row);
        }
    }
}
