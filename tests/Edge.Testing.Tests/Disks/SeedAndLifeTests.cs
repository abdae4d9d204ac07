using Edge.Testing.Disks;
using SQLitePCL;

namespace Edge.Testing.Tests.Disks;

public class SeedAndLifeTests
{
    [Fact]
    public void One_seed_names_what_a_power_cut_leaves()
    {
        // Not a WAL: its salts come from a generator that the whole process shares.
        byte[] Leave(ulong seed, ulong cut)
        {
            using SimulatedDisk disk = new(seed) { StopAfterOperation = 90 };
            Recording recording = new();
            using (Database database = new(disk, synchronous: "off", journal: "memory"))
            {
                recording.Run(database);
            }

            using SimulatedDisk found = disk.AfterPowerCut(cut);
            return found.Files.Count == 0 ? [] : found.ReadAllBytes(Database.Path);
        }

        byte[][] leavings = [.. Enumerable.Range(0, 20).Select(seed => Leave(3, (ulong)seed))];
        Assert.True(leavings.Select(Convert.ToHexString).Distinct().Count() > 5);
        for (int seed = 0; seed < leavings.Length; seed++)
        {
            Assert.Equal(leavings[seed], Leave(3, (ulong)seed));
        }
    }

    [Fact]
    public void One_seed_names_a_run_over_a_wal()
    {
        (int Operations, long Bytes, int Committed, string Rows) Run()
        {
            using SimulatedDisk disk = new(5) { StopAfterOperation = 301 };
            Recording recording = new();
            using (Database database = new(disk, synchronous: "off"))
            {
                recording.Run(database);
            }

            using SimulatedDisk found = disk.AfterPowerCut(4);
            using Database after = new(found);
            string prepared = after.Prepare() + after.Text("pragma integrity_check");
            return (disk.Operations, disk.BytesWritten, recording.Committed, prepared + string.Join(',', after.Rows() ?? []));
        }

        Assert.Equal(Run(), Run());
    }

    [Fact]
    public async Task Disks_in_several_threads_know_nothing_of_each_other()
    {
        string?[] problems = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() =>
        {
            using SimulatedDisk disk = new((ulong)i) { StopAfterOperation = 200 + 50 * i };
            Recording recording = new();
            using (Database database = new(disk))
            {
                recording.Run(database);
            }

            GC.Collect();
            using SimulatedDisk found = disk.AfterPowerCut((ulong)i);
            return recording.Check(found);
        })));

        Assert.All(problems, Assert.Null);
    }

    [Fact]
    public void A_database_that_outlives_its_disk_fails_and_closes()
    {
        SimulatedDisk disk = new(1);
        using Database database = new(disk);
        Assert.Equal(raw.SQLITE_OK, database.Prepare());
        disk.Dispose();
        disk.Dispose();
        Assert.Equal(raw.SQLITE_IOERR, database.Execute("insert into t values(1, 'a')"));
        int result = raw.sqlite3_open_v2(Database.Path, out sqlite3 other, raw.SQLITE_OPEN_READWRITE, disk.VfsName);
        using (other)
        {
            Assert.Equal(raw.SQLITE_ERROR, result);
        }
    }

    [Fact]
    public void A_disposed_disk_is_free_for_collection()
    {
        WeakReference Make()
        {
            using SimulatedDisk disk = new(1);
            using Database database = new(disk);
            database.Prepare();
            return new WeakReference(disk);
        }

        WeakReference disk = Make();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(disk.IsAlive);
    }
}
