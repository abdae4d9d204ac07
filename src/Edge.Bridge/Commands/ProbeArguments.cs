using System.Collections;
using System.CommandLine;
using Edge.Bridge.Configuration;
using Edge.Bridge.Probing;
using Edge.Link;

namespace Edge.Bridge.Commands;

/// <summary>What <c>edge probe</c> is told; null for what is not said.</summary>
internal sealed record ProbeArguments(
    string Port, int? Baud, int? Station, LineDuplex? Duplex, int? TurnaroundMs, FrameCheck? Check, int? Window, int Seconds,
    string? ConfigurationFile, bool IsJson)
{
    private const int SecondsUsual = 10;

    /// <summary>The verb and its options.</summary>
    public static Command Command(IDictionary environment, TextWriter output, TextWriter error)
    {
        Option<string> port = new("--port") { Description = "The serial port.", HelpName = "port", Required = true };
        Option<int?> baud = Number("--baud", 50, 4_000_000, "Bits per second; without it, 115200.");
        Option<int?> station = Number("--station", 0, Frame.StationMax, "The address of the device; without it, 0.");
        Option<LineDuplex?> duplex = Word<LineDuplex>("--duplex", "full|half", "Whether both ends may send at once; without it, full.");
        Option<int?> turnaround = Number("--turnaround", 0, 10_000, "Half duplex: milliseconds from turn to turn; without it, 0.");
        Option<FrameCheck?> check = Word<FrameCheck>("--check", "fcs32|fcs16", "The check of each frame; without it, fcs32.");
        Option<int?> window = Number("--window", 1, LinkOptions.WindowMax, "Frames in a turn; without it, 32, half duplex 8.");
        Option<int> seconds = new("--seconds")
        {
            Description = $"How long to measure, 1 to {LinkProbe.SecondsMax}; without it, {SecondsUsual}.",
            HelpName = "seconds",
            CustomParser = ArgumentMistake.Number(1, LinkProbe.SecondsMax),
            DefaultValueFactory = _ => SecondsUsual,
        };
        Option<string?> file = new("--config")
        {
            Description = "The JSON file of the bridge; its link with this port says what is not said here.",
            HelpName = "file",
        };
        Option<bool> json = new("--json") { Description = "Tells the result as JSON, for programs." };
        Command probe = new("probe", "Measures a link: round trip, errors, goodput against what is possible.")
        {
            port, baud, station, duplex, turnaround, check, window, seconds, file, json,
        };
        probe.SetAction((parsed, cancellation) => ProbeCommand.ExecuteAsync(
            new ProbeArguments(
                parsed.GetRequiredValue(port),
                parsed.GetValue(baud),
                parsed.GetValue(station),
                parsed.GetValue(duplex),
                parsed.GetValue(turnaround),
                parsed.GetValue(check),
                parsed.GetValue(window),
                parsed.GetValue(seconds),
                parsed.GetValue(file),
                parsed.GetValue(json)),
            environment, output, error, cancellation));
        return probe;
    }

    /// <summary>The line to open: what is said, then what is configured, then the defaults.</summary>
    /// <param name="link">The configured link with this port; null for none.</param>
    /// <param name="mistake">What is wrong; null for nothing.</param>
    public LineOptions Line(LineOptions? link, out string? mistake)
    {
        LineOptions usual = link ?? new LineOptions();
        LineDuplex duplex = Duplex ?? usual.Duplex;
        bool isHalf = duplex == LineDuplex.Half;
        mistake = Station == null && usual.Stations.Count > 1
            ? $"link {usual.Name} has stations {string.Join(", ", usual.Stations)}; expected --station with one of them"
            : TurnaroundMs != null && !isHalf ? "--turnaround needs --duplex half" : null;
        return new LineOptions
        {
            Name = usual.Name,
            Type = LineType.Serial,
            Port = Port,
            Baud = Baud ?? usual.Baud,
            Duplex = duplex,
            TurnaroundMs = isHalf ? TurnaroundMs ?? usual.TurnaroundMs : 0,
            PollMs = usual.PollMs,
            Rs485 = isHalf && usual.Rs485,
            Check = Check ?? usual.Check,
            Window = Window ?? usual.Window,
            FrameBytesMax = usual.FrameBytesMax,
            Stations = [Station ?? usual.Stations[0]],
        };
    }

    private static Option<int?> Number(string name, int min, int max, string description) => new(name)
    {
        Description = description,
        HelpName = "number",
        CustomParser = ArgumentMistake.NumberOrNone(min, max),
    };

    private static Option<T?> Word<T>(string name, string words, string description)
        where T : struct, Enum => new(name)
        {
            Description = description,
            HelpName = words,
            CustomParser = ArgumentMistake.Word<T>(),
        };
}
