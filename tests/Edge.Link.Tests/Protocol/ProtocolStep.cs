using System.Globalization;

namespace Edge.Link.Tests.Protocol;

/// <summary>A line of an exchange: what an end and its user do, or what is seen of them.</summary>
internal sealed class ProtocolStep
{
    private static readonly string[] Ends = ["primary", "secondary"];
    private static readonly string[] Observed = ["sends", "loses", "up", "down", "takes", "ends"];

    internal ProtocolStep(string line)
    {
        string[] words = line.Split(';')[0].Split(' ', 4, StringSplitOptions.RemoveEmptyEntries);
        At = long.Parse(words[0], CultureInfo.InvariantCulture);
        Side = Array.IndexOf(Ends, words[1]);
        Verb = words[2];
        Bytes = words.Length > 3 ? Hex.Parse(words[3]) : [];
        Text = Write(At, Side, Verb, Bytes);
    }

    internal long At { get; }

    internal int Side { get; }

    internal string Verb { get; }

    internal byte[] Bytes { get; }

    internal string Text { get; }

    internal bool IsObserved => Observed.Contains(Verb);

    internal bool IsFrame => Verb is "sends" or "loses";

    internal static string Write(long at, int side, string verb, byte[] bytes) =>
        $"{at,5}  {Ends[side],-9}  {verb,-6}  {string.Join(' ', bytes.Select(b => $"{b:X2}"))}".TrimEnd();
}
