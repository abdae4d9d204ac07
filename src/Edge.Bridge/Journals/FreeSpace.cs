namespace Edge.Bridge.Journals;

/// <summary>How much room a disk has, asked a few times a second at most.</summary>
internal sealed class FreeSpace
{
    private const int FreshMs = 250;

    private readonly DriveInfo _drive;
    private long _bytes;
    private long _due;

    /// <param name="path">A file on the disk.</param>
    public FreeSpace(string path)
    {
        string full = Path.GetFullPath(path);
        _drive = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(full)! : full);
    }

    /// <summary>Bytes that are free.</summary>
    public long Bytes()
    {
        long now = Environment.TickCount64;
        if (now >= _due)
        {
            _due = now + FreshMs;
            _bytes = Available();
        }

        return _bytes;
    }

    private long Available()
    {
        try
        {
            return _drive.AvailableFreeSpace;
        }
        catch (IOException)
        {
            // Writing will tell.
            return long.MaxValue;
        }
    }
}
