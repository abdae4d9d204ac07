using SQLitePCL;

namespace Edge.Testing.Disks;

/// <summary>SQLite's five lock levels of one file, among all that have it open.</summary>
internal sealed class FileLock
{
    internal const int None = 0;
    internal const int Shared = 1;
    internal const int Reserved = 2;
    internal const int Pending = 3;
    internal const int Exclusive = 4;

    private int _sharers;
    private OpenFile? _writer;

    internal bool IsReserved => _writer != null;

    /// <returns>SQLITE_OK, or SQLITE_BUSY when another holds what excludes it.</returns>
    internal int Raise(OpenFile file, int level)
    {
        if (level <= file.LockLevel)
        {
            return raw.SQLITE_OK;
        }

        if (level == Shared)
        {
            if (_writer is { LockLevel: >= Pending })
            {
                return raw.SQLITE_BUSY;
            }

            _sharers++;
            file.LockLevel = Shared;
            return raw.SQLITE_OK;
        }

        if (_writer != null && _writer != file)
        {
            return raw.SQLITE_BUSY;
        }

        _writer = file;
        bool mustWait = level == Exclusive && _sharers > 1;
        file.LockLevel = mustWait ? Pending : level;
        return mustWait ? raw.SQLITE_BUSY : raw.SQLITE_OK;
    }

    internal void Lower(OpenFile file, int level)
    {
        if (level >= file.LockLevel)
        {
            return;
        }

        if (_writer == file)
        {
            _writer = null;
        }

        if (level == None)
        {
            _sharers--;
        }

        file.LockLevel = level;
    }
}
