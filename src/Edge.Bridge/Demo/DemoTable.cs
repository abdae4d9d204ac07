using System.Globalization;
using Edge.Simulation.Boards;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Edge.Bridge.Demo;

/// <summary>How a demonstration stands, for a person.</summary>
internal static class DemoTable
{
    /// <summary>The table as it is now.</summary>
    /// <param name="result">The numbers.</param>
    /// <param name="resent">Frames that the board sent again.</param>
    /// <param name="last">The last reading that arrived, or null.</param>
    /// <param name="isOver">Whether what is missing now is lost, or still on its way.</param>
    public static IRenderable Of(DemoResult result, long resent, Reading? last, bool isOver)
    {
        Table table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("what", "value");
        table.Title = new TableTitle("board → noisy serial line → bridge → broker → subscriber");
        Row("line", $"{Demonstration.BitRate} b/s, {Demonstration.DelayMs} ms delay, 1 bit in {1 / Demonstration.BitErrorRate:0} turned over");
        Row("frames", $"{result.FramesSent} sent, {result.FramesCorrupted} corrupted, {resent} sent again by the board");
        Row("readings published", $"{result.Published}");
        Row("delivered unchanged", $"{result.Delivered}");
        Row(isOver ? "lost" : "on their way", $"{result.Lost}");
        Row("delivered again", $"{result.Duplicated}");
        Row("out of order", $"{result.OutOfOrder}");
        Row("last reading", last == null
            ? "none yet"
            : string.Create(CultureInfo.InvariantCulture, $"#{last.Sequence}: {last.Temperature} °C, {last.Humidity} %, {last.Pressure} hPa"));
        Row("seconds", result.Seconds.ToString("0.0", CultureInfo.InvariantCulture));
        return table;

        void Row(string what, string value) => table.AddRow(new Text(what), new Text(value));
    }
}
