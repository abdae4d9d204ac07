using System.Globalization;
using Edge.Bridge.Status;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Edge.Bridge.Probing;

/// <summary>A probe's result for a person.</summary>
internal static class ProbeTable
{
    /// <summary>The table.</summary>
    /// <param name="result">So far, or at the end.</param>
    /// <param name="isOver">Whether it is the end.</param>
    public static IRenderable Of(ProbeResult result, bool isOver)
    {
        WayStatus way = result.Way;
        FramesStatus frames = result.Frames;
        Table table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("what", "value");
        table.Title = new TableTitle(Markup.Escape($"edge probe {result.Port}"));
        Row("via", result.Via);
        string answer = result.IsAnswered ? "answers" : isOver ? "does not answer" : "has not answered yet";
        Row("other end", $"station {result.Station} {answer}{(result.Error == null ? "" : $" ({result.Error})")}");
        if (result.IsAnswered)
        {
            Row("speaks", result.Services.Count == 0 ? "it does not say" : string.Join(", ", result.Services));
            Row("measured", Text($"{result.Seconds:0.0} s"));
            Row("round trip", $"{result.RoundTripMs} ms");
            Row("goodput", Text($"{way.GoodputBytesPerSecond:N0} B/s"));
            Row("bound", Text($"{way.BoundBytesPerSecond:N0} B/s"));
            Row("share of the bound", Text($"{way.Share * 100:0} %"));
            Row("bit errors", Text($"{way.BitErrorRate:0.#E+0}"));
            Row("payload of a frame", $"{way.PayloadBytes} B");
        }

        Row("frames", $"{frames.Sent} sent, {frames.Resent} of them again, {frames.Received} received");
        Row("", $"{frames.Bad}, {frames.Duplicates} duplicates, {frames.TimeOuts} time-outs");
        return table;

        void Row(string what, string value) => table.AddRow(new Text(what), new Text(value));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
