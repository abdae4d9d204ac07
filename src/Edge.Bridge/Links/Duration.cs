using System.Globalization;

namespace Edge.Bridge.Links;

/// <summary>A time for a person.</summary>
internal static class Duration
{
    private const long SecondMs = 1000;
    private const long MinuteMs = 60 * SecondMs;

    /// <summary>The time in the unit that suits it, such as <c>37 ms</c>, <c>12.4 s</c> or <c>3.1 min</c>; never less than
    /// it is.</summary>
    public static string Of(long milliseconds) =>
        milliseconds < SecondMs / 10 ? $"{milliseconds} ms"
        : milliseconds < 2 * MinuteMs ? Tenths(milliseconds, SecondMs, "s")
        : Tenths(milliseconds, MinuteMs, "min");

    private static string Tenths(long milliseconds, long unitMs, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(milliseconds * 10m / unitMs) / 10:0.0} {unit}");
}
