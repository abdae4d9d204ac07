namespace Edge.Bridge.Configuration;

/// <summary>Where the journal lies, and whether a file can be there.</summary>
internal static class JournalChecks
{
    /// <summary>Makes the path a full one and tells what is in its way.</summary>
    /// <param name="journal">What was read.</param>
    /// <param name="folder">What the path is relative to.</param>
    /// <param name="tell">Takes the key of a setting and what is wrong with it.</param>
    public static void Resolve(JournalOptions journal, string folder, Action<string, string> tell)
    {
        const string Key = "Edge:Journal:Path";

        journal.Path = Path.GetFullPath(journal.Path, folder);
        string? parent = Path.GetDirectoryName(journal.Path);
        if (Directory.Exists(journal.Path))
        {
            tell(Key, $"{journal.Path}: is a folder; expected a file, which is made when it is not there");
        }
        else if (!Directory.Exists(parent))
        {
            tell(Key, $"{parent}: no such folder; expected one in which the journal can be made");
        }
    }
}
