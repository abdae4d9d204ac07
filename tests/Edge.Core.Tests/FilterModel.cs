namespace Edge.Core.Tests;

/// <summary>Section 4.7 over strings, written from its text alone.</summary>
internal static class FilterModel
{
    public static bool IsValid(string filter)
    {
        string[] levels = filter.Split('/');
        return filter.Length > 0 && levels.Select((level, i) =>
            level == "+" || (level == "#" && i == levels.Length - 1) || level.IndexOfAny(['+', '#']) < 0).All(isRight => isRight);
    }

    public static bool Matches(string filter, string name)
    {
        bool isHidden = name.StartsWith('$') && (filter.StartsWith('+') || filter.StartsWith('#'));
        return !isHidden && MatchLevels(filter.Split('/'), name.Split('/'));
    }

    /// <summary>Every string of these characters with 1 to so many of them.</summary>
    public static IEnumerable<string> Strings(string characters, int lengthMax)
    {
        IEnumerable<string> shorter = lengthMax == 1 ? [""] : Strings(characters, lengthMax - 1).Prepend("");
        return shorter.SelectMany(start => characters.Select(c => start + c)).Distinct();
    }

    private static bool MatchLevels(ReadOnlySpan<string> filter, ReadOnlySpan<string> name) => filter switch
    {
        // "#" stands for any number of levels, none included.
        ["#"] => true,
        [] => name.IsEmpty,
        [var first, ..] => !name.IsEmpty && (first == "+" || first == name[0]) && MatchLevels(filter[1..], name[1..]),
    };
}
