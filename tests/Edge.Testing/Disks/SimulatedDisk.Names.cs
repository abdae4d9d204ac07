using SQLitePCL;

namespace Edge.Testing.Disks;

/// <summary>What SQLite asks of a disk by name; every call returns a result code of SQLite.</summary>
public sealed partial class SimulatedDisk
{
    private const int JournalTypes = raw.SQLITE_OPEN_MAIN_JOURNAL | raw.SQLITE_OPEN_WAL | SuperJournal;

    // SQLitePCL.raw has its old name.
    private const int SuperJournal = 0x4000;

    internal int Open(string? path, int flags, out OpenFile? open)
    {
        lock (_lock)
        {
            open = null;
            if (IsStopped)
            {
                return raw.SQLITE_IOERR;
            }

            // As on unix, a file to be deleted on close has lost its name by the time it is open.
            bool isNamed = path != null && (flags & raw.SQLITE_OPEN_DELETEONCLOSE) == 0;
            DiskFile? file = isNamed ? _directory.Find(path!) : new DiskFile(name: null);
            bool mustBeNew = (flags & raw.SQLITE_OPEN_EXCLUSIVE) != 0;
            if (file == null ? (flags & raw.SQLITE_OPEN_CREATE) == 0 : isNamed && mustBeNew)
            {
                return raw.SQLITE_CANTOPEN;
            }

            open = new OpenFile(this, file ?? _directory.Create(path!))
            {
                SynchronisesDirectory = (flags & raw.SQLITE_OPEN_CREATE) != 0 && (flags & JournalTypes) != 0,
            };
            _openFiles++;
            return raw.SQLITE_OK;
        }
    }

    internal void Close(OpenFile file)
    {
        lock (_lock)
        {
            file.File.Lock.Lower(file, FileLock.None);
            _openFiles--;
            FreeIfUnused();
        }
    }

    internal int Find(string path, out bool isFound)
    {
        lock (_lock)
        {
            isFound = !IsStopped && _directory.Find(path) != null;
            return IsStopped ? raw.SQLITE_IOERR : raw.SQLITE_OK;
        }
    }

    internal int Delete(string path, bool isSynchronised)
    {
        lock (_lock)
        {
            if (!IsStopped && _directory.Find(path) == null)
            {
                return raw.SQLITE_IOERR_DELETE_NOENT;
            }

            if (!HasPower(out bool goesOut))
            {
                if (goesOut && _random.Next(2) == 0)
                {
                    _directory.Delete(path);
                }

                return raw.SQLITE_IOERR;
            }

            _directory.Delete(path);
            if (isSynchronised)
            {
                _directory.Synchronise();
            }

            return raw.SQLITE_OK;
        }
    }

    /// <returns>The bytes filled, which are all.</returns>
    internal int FillRandom(Span<byte> bytes)
    {
        lock (_lock)
        {
            foreach (ref byte value in bytes)
            {
                value = (byte)_random.NextUInt64();
            }

            return bytes.Length;
        }
    }
}
