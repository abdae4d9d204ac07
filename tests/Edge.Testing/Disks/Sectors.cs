namespace Edge.Testing.Disks;

/// <summary>How a write falls into the sectors of a disk, each of which is written as a whole or not at all.</summary>
internal static class Sectors
{
    internal const int SectorBytes = 512;

    /// <summary>The pieces of a write, one per sector it touches.</summary>
    /// <param name="offset">Where in the file the write begins.</param>
    /// <param name="count">Its bytes.</param>
    /// <returns>Offsets in the write, not in the file.</returns>
    internal static IEnumerable<(int Start, int Count)> Of(int offset, int count)
    {
        int start = 0;
        while (start < count)
        {
            int piece = Math.Min(count - start, SectorBytes - (offset + start) % SectorBytes);
            yield return (start, piece);
            start += piece;
        }
    }
}
