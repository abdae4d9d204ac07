using Edge.Simulation;
using SQLitePCL;

namespace Edge.Testing.Disks;

/// <summary>A disk in memory that SQLite writes to as a VFS, and that knows what was synchronised and what may be lost.
/// </summary>
/// <remarks>
/// <para>A write or a new length is certain to outlast a power cut once its file was synchronised; so is the name of a
/// file, as on ext4. All names and their ends are certain, as with SQLite's unix VFS, after a deletion that synchronises
/// the directory and after the first synchronisation of a journal or WAL opened to be created. Until then each may outlast
/// it or not, in any combination and order, and writes in part: every <see cref="SectorBytes"/> bytes for themselves.
/// </para>
/// <para>It has no shared memory: a WAL needs <c>pragma locking_mode=exclusive</c> before
/// <c>pragma journal_mode=wal</c>, and before the first read of a database that has one. The time is always noon of
/// 1 January 2000. Callable from any thread.</para>
/// </remarks>
public sealed partial class SimulatedDisk : IDisposable
{
    /// <summary>What is written as a whole or not at all when the power is cut.</summary>
    public const int SectorBytes = Sectors.SectorBytes;

    private static int _disks;

    private readonly Lock _lock = new();
    private readonly ulong _seed;
    private readonly SeededRandom _random;
    private readonly DiskDirectory _directory;
    private readonly RegisteredVfs _vfs;
    private int _openFiles;
    private bool _isDisposed;
    private Exception? _fault;

    static SimulatedDisk() => Batteries_V2.Init();

    /// <summary>An empty disk, registered with SQLite.</summary>
    /// <param name="seed">Names what happens to writes under way when the power goes out or a synchronisation fails.</param>
    public SimulatedDisk(ulong seed)
        : this(seed, new DiskDirectory())
    {
    }

    private SimulatedDisk(ulong seed, DiskDirectory directory)
    {
        _seed = seed;
        _random = new SeededRandom(seed);
        _directory = directory;
        VfsName = "edge-disk-" + Interlocked.Increment(ref _disks);
        _vfs = new RegisteredVfs(this, VfsName);
    }

    /// <summary>For sqlite3_open_v2; no other disk of this process has it.</summary>
    public string VfsName { get; }

    /// <summary>Writes, truncations, deletions and synchronisations that SQLite has asked for while there was power, those
    /// that failed for <see cref="CapacityBytes"/>, <see cref="FailsWrites"/> or <see cref="FailsSync"/> too.</summary>
    public int Operations { get; private set; }

    /// <summary>Bytes of all writes so far.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Synchronisations that succeeded.</summary>
    public int Syncs { get; private set; }

    /// <summary>The power goes out as soon as <see cref="Operations"/> has come to this number and one more is asked for:
    /// that one is done not at all, in part or wholly, and it and everything after it fails with SQLITE_IOERR. Null: it
    /// never does.</summary>
    public int? StopAfterOperation { get; set; }

    /// <summary>True since the power went out; it does not come back on this disk.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>What all files together may hold; a write that needs more is done as far as there is room, and fails with
    /// SQLITE_FULL. Null: no limit but the memory's.</summary>
    public long? CapacityBytes { get; set; }

    /// <summary>Writes and truncations fail with SQLITE_IOERR_WRITE and SQLITE_IOERR_TRUNCATE, and change nothing.</summary>
    public bool FailsWrites { get; set; }

    /// <summary>Synchronisations fail with SQLITE_IOERR_FSYNC. As on Linux, what was to be synchronised is still seen by
    /// programs, but is on the disk in any part, and a later synchronisation that succeeds does not put it there.</summary>
    public bool FailsSync { get; set; }

    /// <summary>The paths of all files, in ordinal order.</summary>
    public IReadOnlyList<string> Files
    {
        get
        {
            lock (_lock)
            {
                return [.. _directory.Names];
            }
        }
    }

    /// <summary>A copy of a file as programs see it.</summary>
    /// <exception cref="FileNotFoundException">There is none of this path.</exception>
    public byte[] ReadAllBytes(string path)
    {
        lock (_lock)
        {
            DiskFile file = _directory.Find(path) ?? throw new FileNotFoundException("not on this disk", path);
            return file.Seen.ToArray();
        }
    }

    /// <summary>The disk that is found when the power is cut now: with all that is certain, and of the rest whatever the seed
    /// says. This one stays as it is.</summary>
    /// <param name="seed">Also the new disk's.</param>
    /// <returns>A disk with the same capacity and no other trouble set.</returns>
    /// <exception cref="InvalidOperationException">This disk has had a fault of its own.</exception>
    public SimulatedDisk AfterPowerCut(ulong seed)
    {
        lock (_lock)
        {
            ThrowIfFaulty();
            SeededRandom random = new(seed);
            return new SimulatedDisk(random.NextUInt64(), _directory.AfterPowerCut(random)) { CapacityBytes = CapacityBytes };
        }
    }

    /// <summary>The disk that is found when the process is killed now: with every write, of which those not synchronised may
    /// still be lost to a power cut. This one stays as it is.</summary>
    /// <returns>A disk with the same capacity and no other trouble set.</returns>
    /// <exception cref="InvalidOperationException">This disk has had a fault of its own.</exception>
    public SimulatedDisk AfterKill()
    {
        lock (_lock)
        {
            ThrowIfFaulty();
            return new SimulatedDisk(new SeededRandom(_seed).NextUInt64(), _directory.Copy()) { CapacityBytes = CapacityBytes };
        }
    }

    /// <summary>Takes it from SQLite's list. Databases still open fail from now on; the last of their files that is closed
    /// frees the native memory.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            IsStopped = true;
            _vfs.Unregister();
            FreeIfUnused();
        }
    }

    /// <summary>Keeps the first exception of a call from SQLite, which must not see it.</summary>
    /// <returns>What SQLite sees instead.</returns>
    internal int Report(Exception fault)
    {
        _fault ??= fault;
        return raw.SQLITE_IOERR;
    }

    private void FreeIfUnused()
    {
        if (_isDisposed && _openFiles == 0)
        {
            _vfs.Free();
        }
    }

    private void ThrowIfFaulty()
    {
        if (_fault != null)
        {
            throw new InvalidOperationException("the simulated disk failed by a mistake of its own", _fault);
        }
    }
}
