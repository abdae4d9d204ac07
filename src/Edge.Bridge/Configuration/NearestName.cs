namespace Edge.Bridge.Configuration;

/// <summary>What somebody probably meant.</summary>
internal static class NearestName
{
    private const int WrittenLengthMax = 64;

    /// <summary>The known name nearest to the written one, or null when none is near: at most a third of its letters
    /// differ, and at least two may, or one is the other's beginning.</summary>
    public static string? To(string written, IEnumerable<string> known)
    {
        string lower = written.Length <= WrittenLengthMax ? written.ToLowerInvariant() : "";
        return known
            .Select(name => (Name: name, Edits: Edits(lower, name.ToLowerInvariant())))
            .Where(k => k.Edits <= Math.Max(2, k.Name.Length / 3) && k.Edits < k.Name.Length - 1
                || IsBeginning(lower, k.Name.ToLowerInvariant()))
            .OrderBy(k => k.Edits)
            .Select(k => k.Name)
            .FirstOrDefault();
    }

    private static bool IsBeginning(string a, string b) =>
        Math.Min(a.Length, b.Length) >= 4
        && (a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal));

    // Letters added, dropped, exchanged for another or swapped with their neighbour (optimal string alignment).
    private static int Edits(string a, string b)
    {
        int[,] edits = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    edits[i, j] = i + j;
                    continue;
                }

                int exchanged = edits[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                int best = Math.Min(exchanged, 1 + Math.Min(edits[i - 1, j], edits[i, j - 1]));
                bool isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                edits[i, j] = isSwap ? Math.Min(best, edits[i - 2, j - 2] + 1) : best;
            }
        }

        return edits[a.Length, b.Length];
    }
}
