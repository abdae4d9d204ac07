using Edge.Testing.Disks;
using SQLitePCL;

namespace Edge.Testing.Tests.Disks;

public class SimulatedDiskTests
{
    [Fact]
    public void A_database_of_big_and_small_rows_is_found_again_after_checkpoint_and_reopening()
    {
        using SimulatedDisk disk = new(1);
        Recording recording = new();
        using (Database database = new(disk))
        {
            recording.Run(database);
            Assert.Equal(raw.SQLITE_OK, database.Put(-1, new byte[3_000_000]));
            Assert.Equal("wal", database.Text("pragma journal_mode"));
            Assert.Equal([Database.Path, Database.Path + "-wal"], disk.Files);
            database.Must("pragma wal_checkpoint(truncate)");
            Assert.Empty(disk.ReadAllBytes(Database.Path + "-wal"));
            database.Must("delete from t where id = -1; vacuum");
        }

        Assert.Equal(Recording.Commits, recording.Committed);
        Assert.Equal([Database.Path], disk.Files);
        Assert.Null(recording.Check(disk));
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("truncate")]
    [InlineData("persist")]
    [InlineData("memory")]
    public void A_rollback_journal_works_as_well(string journal)
    {
        using SimulatedDisk disk = new(1);
        Recording recording = new();
        using (Database database = new(disk, journal: journal, locking: "normal"))
        {
            recording.Run(database);
            database.Must("begin; delete from t; rollback");
        }

        Assert.Equal(Recording.Commits, recording.Committed);
        Assert.Null(recording.Check(disk));
    }

    [Fact]
    public void Two_connections_exclude_each_other()
    {
        using SimulatedDisk disk = new(1);
        using Database first = new(disk, journal: "delete", locking: "normal");
        using Database second = new(disk, journal: "delete", locking: "normal");
        Assert.Equal(raw.SQLITE_OK, first.Prepare());
        Assert.Equal(raw.SQLITE_OK, second.Prepare());
        first.Must("begin immediate; insert into t values(1, 'a')");
        Assert.Equal(raw.SQLITE_BUSY, second.Execute("insert into t values(2, 'b')"));
        first.Must("commit");
        second.Must("begin; select * from t");
        Assert.Equal(raw.SQLITE_BUSY, first.Execute("insert into t values(3, 'c')"));
        second.Must("commit");
        first.Must("pragma locking_mode=exclusive; insert into t values(3, 'c')");
        Assert.Equal(raw.SQLITE_BUSY, second.Execute("select * from t"));
    }

    [Fact]
    public void A_full_disk_refuses_commits_until_it_has_room_again()
    {
        using SimulatedDisk disk = new(1);
        using Database database = new(disk);
        Assert.Equal(raw.SQLITE_OK, database.Prepare());
        disk.CapacityBytes = 200_000;
        int stored = 0;
        while (stored < 1000 && database.Put(stored, Database.Body(stored, 3000)) == raw.SQLITE_OK)
        {
            stored++;
        }

        Assert.Equal(raw.SQLITE_FULL, database.ExtendedError);
        Assert.InRange(stored, 10, 70);
        Assert.InRange(disk.Files.Sum(path => disk.ReadAllBytes(path).Length), 190_000, 200_000);
        Assert.Equal(raw.SQLITE_FULL, database.Put(stored, Database.Body(stored, 3000)));
        using (SimulatedDisk found = disk.AfterPowerCut(1))
        {
            Assert.Equal(disk.CapacityBytes, found.CapacityBytes);
            using Database after = new(found);
            Assert.Equal(raw.SQLITE_OK, after.Prepare());
            Assert.Equal(stored, after.Rows()!.Count);
        }

        disk.CapacityBytes = 1_000_000;
        Assert.Equal(raw.SQLITE_OK, database.Put(stored, Database.Body(stored, 3000)));
        Assert.Equal("ok", database.Text("pragma integrity_check"));
        Assert.Equal(stored + 1, database.Rows()!.Count);
    }

    [Fact]
    public void Errors_are_reported_and_leave_the_last_commit()
    {
        using SimulatedDisk disk = new(1);
        using Database database = new(disk);
        Assert.Equal(raw.SQLITE_OK, database.Prepare());
        database.Must("insert into t values(1, 'a')");

        disk.FailsWrites = true;
        Assert.Equal(raw.SQLITE_IOERR, database.Execute("insert into t values(2, 'b')"));
        Assert.Equal(raw.SQLITE_IOERR_WRITE, database.ExtendedError);
        disk.FailsWrites = false;

        disk.FailsSync = true;
        int syncs = disk.Syncs;
        Assert.Equal(raw.SQLITE_IOERR, database.Execute("insert into t values(3, 'c')"));
        Assert.Equal(raw.SQLITE_IOERR_FSYNC, database.ExtendedError);
        Assert.Equal(syncs, disk.Syncs);
        disk.FailsSync = false;

        Assert.Equal("1", database.Text("select group_concat(id) from t"));
        database.Must("insert into t values(4, 'd')");
        Assert.True(disk.Syncs > syncs);

        disk.StopAfterOperation = disk.Operations;
        Assert.False(disk.IsStopped);
        Assert.Equal(raw.SQLITE_IOERR, database.Execute("insert into t values(5, 'e')"));
        Assert.True(disk.IsStopped);
        Assert.Equal(disk.StopAfterOperation, disk.Operations);
        Assert.Equal(raw.SQLITE_IOERR, database.Execute("select * from t"));
    }

    [Fact]
    public void A_name_is_certain_once_its_file_was_synchronised()
    {
        using SimulatedDisk disk = new(1);
        using Database database = new(disk, synchronous: "off", journal: "memory", locking: "normal");
        Assert.Equal(raw.SQLITE_OK, database.Prepare());
        Assert.Equal(["", Database.Path], FoundAfterPowerCuts(disk));
        database.Must("pragma synchronous=full; insert into t values(1, 'a')");
        Assert.Equal([Database.Path], FoundAfterPowerCuts(disk));
    }

    [Fact]
    public void A_name_is_gone_for_certain_once_its_directory_was_synchronised()
    {
        const string Both = Database.Path + " " + Database.Path + "-journal";
        using SimulatedDisk disk = new(1);
        using Database database = new(disk, journal: "delete", locking: "normal");
        Assert.Equal(raw.SQLITE_OK, database.Prepare());
        Assert.Equal([Database.Path], disk.Files);
        Assert.Equal([Database.Path, Both], FoundAfterPowerCuts(disk));
        database.Must("pragma synchronous=extra; insert into t values(1, 'a')");
        Assert.Equal([Database.Path], FoundAfterPowerCuts(disk));
    }

    private static IEnumerable<string> FoundAfterPowerCuts(SimulatedDisk disk)
    {
        HashSet<string> found = [];
        for (ulong seed = 0; seed < 20; seed++)
        {
            using SimulatedDisk after = disk.AfterPowerCut(seed);
            found.Add(string.Join(' ', after.Files));
        }

        return found.Order(StringComparer.Ordinal);
    }
}
