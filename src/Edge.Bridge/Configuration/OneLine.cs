namespace Edge.Bridge.Configuration;

/// <summary>Text for one line of a terminal, whatever it repeats from a file or from the system.</summary>
internal static class OneLine
{
    private const int LengthMax = 400;

    /// <summary>The text without control characters, and cut where nobody reads on.</summary>
    public static string Of(string text)
    {
        string line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length <= LengthMax ? line : string.Concat(line.AsSpan(0, LengthMax), "...");
    }
}
