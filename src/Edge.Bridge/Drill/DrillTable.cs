using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Edge.Bridge.Drill;

/// <summary>How a drill went, for a person.</summary>
internal static class DrillTable
{
    /// <summary>The table.</summary>
    public static IRenderable Of(DrillResult result)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("");
        table.AddColumn(new TableColumn("up").RightAligned());
        table.AddColumn(new TableColumn("down").RightAligned());
        Row("published", direction => Number(direction.Published));
        Row("acknowledged", direction => Number(direction.Acknowledged));
        Row("lost", direction => Number(direction.Lost));
        Row("duplicated (QoS 1)", direction => Number(direction.DuplicatedQos1));
        Row("duplicated (QoS 2)", direction => Number(direction.DuplicatedQos2));
        Row("out of order", direction => Number(direction.OutOfOrder));
        Row("seconds to drain", direction => direction.DrainSeconds is { } seconds
            ? seconds.ToString("0.0", CultureInfo.InvariantCulture) : "never");
        return table;

        void Row(string what, Func<DirectionResult, string> value) =>
            table.AddRow(new Text(what), new Text(value(result.Up)), new Text(value(result.Down)));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
