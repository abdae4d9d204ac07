namespace Edge.Testing.Disks;

/// <summary>What stands behind one sqlite3_file.</summary>
internal sealed class OpenFile(SimulatedDisk disk, DiskFile file)
{
    internal SimulatedDisk Disk { get; } = disk;

    internal DiskFile File { get; } = file;

    /// <summary>As on unix, where the first synchronisation of a journal that was opened to be created is also one of its
    /// directory.</summary>
    internal bool SynchronisesDirectory { get; set; }

    internal int LockLevel { get; set; }
}
