using SQLitePCL;

namespace Edge.Testing.Disks;

/// <summary>What SQLite asks of an open file; every call returns a result code of SQLite.</summary>
public sealed partial class SimulatedDisk
{
    private const int FileBytesMax = 1 << 30;

    internal int Read(OpenFile file, Span<byte> buffer, long offset)
    {
        lock (_lock)
        {
            if (IsStopped)
            {
                return raw.SQLITE_IOERR;
            }

            ReadOnlySpan<byte> seen = file.File.Seen;
            ReadOnlySpan<byte> rest = offset < seen.Length ? seen[(int)offset..] : default;
            if (rest.Length >= buffer.Length)
            {
                rest[..buffer.Length].CopyTo(buffer);
                return raw.SQLITE_OK;
            }

            rest.CopyTo(buffer);
            buffer[rest.Length..].Clear();
            return raw.SQLITE_IOERR_SHORT_READ;
        }
    }

    internal int Write(OpenFile file, ReadOnlySpan<byte> bytes, long offset)
    {
        lock (_lock)
        {
            if (!HasPower(out bool goesOut))
            {
                if (goesOut)
                {
                    file.File.WriteInPart((int)offset, bytes, _random);
                }

                return raw.SQLITE_IOERR;
            }

            if (FailsWrites)
            {
                return raw.SQLITE_IOERR_WRITE;
            }

            int room = (int)Math.Min(bytes.Length, Room(file.File) - offset);
            if (room > 0)
            {
                file.File.Write((int)offset, bytes[..room]);
                BytesWritten += room;
            }

            return room == bytes.Length ? raw.SQLITE_OK : raw.SQLITE_FULL;
        }
    }

    internal int Truncate(OpenFile file, long length)
    {
        lock (_lock)
        {
            if (!HasPower(out bool goesOut))
            {
                if (goesOut && _random.Next(2) == 0)
                {
                    file.File.SetLength((int)length);
                }

                return raw.SQLITE_IOERR;
            }

            if (FailsWrites)
            {
                return raw.SQLITE_IOERR_TRUNCATE;
            }

            if (length > Room(file.File))
            {
                return raw.SQLITE_FULL;
            }

            file.File.SetLength((int)length);
            return raw.SQLITE_OK;
        }
    }

    internal int Synchronise(OpenFile file)
    {
        lock (_lock)
        {
            if (!HasPower(out _))
            {
                return raw.SQLITE_IOERR;
            }

            if (FailsSync)
            {
                file.File.SynchroniseInPart(_random);
                return raw.SQLITE_IOERR_FSYNC;
            }

            file.File.Synchronise();
            if (file.SynchronisesDirectory)
            {
                _directory.Synchronise();
                file.SynchronisesDirectory = false;
            }
            else
            {
                _directory.Synchronise(file.File);
            }

            Syncs++;
            return raw.SQLITE_OK;
        }
    }

    internal int Measure(OpenFile file, out long length)
    {
        lock (_lock)
        {
            length = file.File.Seen.Length;
            return IsStopped ? raw.SQLITE_IOERR : raw.SQLITE_OK;
        }
    }

    internal int RaiseLock(OpenFile file, int level)
    {
        lock (_lock)
        {
            return file.File.Lock.Raise(file, level);
        }
    }

    internal void LowerLock(OpenFile file, int level)
    {
        lock (_lock)
        {
            file.File.Lock.Lower(file, level);
        }
    }

    // Counts an operation that can be done. When it cannot, goesOut is true for the one in which the power goes out.
    private bool HasPower(out bool goesOut)
    {
        goesOut = !IsStopped && Operations >= StopAfterOperation;
        IsStopped |= goesOut;
        Operations += IsStopped ? 0 : 1;
        return !IsStopped;
    }

    // How long a file may be. One without a name takes no room from the others.
    private long Room(DiskFile file)
    {
        if (CapacityBytes is not long capacity)
        {
            return FileBytesMax;
        }

        long own = file.Name != null && _directory.Find(file.Name) == file ? file.Seen.Length : 0;
        return Math.Clamp(capacity - _directory.UsedBytes + own, file.Seen.Length, FileBytesMax);
    }
}
