using Edge.Testing.Disks;

namespace Edge.Testing.Tests.Disks;

public class PowerCutTests
{
    private const int SeedsPerPoint = 3;
    private const int PageBytes = 4096;

    [Fact]
    public void A_power_cut_at_any_operation_costs_no_commit_with_synchronous_full()
    {
        int points = 0;
        string? problem;
        do
        {
            problem = CutAt(points, "full", out bool isEnd);
            Assert.True(problem == null, problem);
            points++;
            if (isEnd)
            {
                Assert.InRange(points, 400, 4000);
                return;
            }
        }
        while (true);
    }

    [Fact]
    public void A_power_cut_costs_commits_with_synchronous_off()
    {
        int losses = 0;
        for (int point = 20; point < 320; point += 10)
        {
            losses += CutAt(point, "off", out _) == null ? 0 : 1;
        }

        Assert.InRange(losses, 15, 30);
    }

    [Fact]
    public void A_kill_at_any_operation_costs_no_commit_even_with_synchronous_off()
    {
        for (int point = 0; point < 300; point += 3)
        {
            using SimulatedDisk disk = new((ulong)point) { StopAfterOperation = point };
            Recording recording = Record(disk, "off");
            using SimulatedDisk found = disk.AfterKill();
            string? problem = recording.Check(found);
            Assert.True(problem == null, $"operation {point}: {problem}");
        }
    }

    [Fact]
    public void What_a_killed_process_wrote_can_still_be_lost_to_a_power_cut()
    {
        using SimulatedDisk disk = new(1);
        Recording recording = Record(disk, "off");
        using SimulatedDisk killed = disk.AfterKill();
        int losses = 0;
        for (ulong seed = 0; seed < 10; seed++)
        {
            using SimulatedDisk found = killed.AfterPowerCut(seed);
            losses += recording.Check(found) == null ? 0 : 1;
        }

        Assert.InRange(losses, 5, 10);
    }

    [Fact]
    public void Commits_after_failed_synchronisations_outlast_a_power_cut()
    {
        int failed = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            using SimulatedDisk disk = new((ulong)seed) { StopAfterOperation = 20 + random.Next(600) };
            Recording recording = new();
            using (Database database = new(disk))
            {
                recording.Run(database, number =>
                {
                    disk.FailsSync = random.Next(4) == 0;
                    failed += recording.States.Count - 1 > recording.Committed ? 1 : 0;
                    return !disk.IsStopped;
                });
            }

            for (ulong cut = 0; cut < SeedsPerPoint; cut++)
            {
                using SimulatedDisk found = disk.AfterPowerCut(cut);
                string? problem = recording.Check(found);
                Assert.True(problem == null, $"seed {seed}, cut {cut}: {problem}");
            }
        }

        Assert.True(failed > 100);
    }

    [Fact]
    public void A_write_not_synchronised_is_kept_lost_or_torn_at_sectors()
    {
        using SimulatedDisk disk = new(1);
        using Database database = new(disk, journal: "memory");
        database.Prepare();
        database.Must("insert into t with recursive n(i) as (values(1) union all select i + 1 from n where i < 30) "
            + "select i, zeroblob(4000) from n");
        byte[] before = disk.ReadAllBytes(Database.Path);
        database.Must("pragma synchronous=off; update t set body = replace(hex(body), '00', 'x')");
        byte[] after = disk.ReadAllBytes(Database.Path);
        Assert.Equal(before.Length, after.Length);

        HashSet<string> fates = [];
        for (ulong seed = 0; seed < 20; seed++)
        {
            using SimulatedDisk found = disk.AfterPowerCut(seed);
            byte[] bytes = found.ReadAllBytes(Database.Path);
            Assert.Equal(before.Length, bytes.Length);
            for (int page = PageBytes; page < bytes.Length; page += PageBytes)
            {
                string fate = "";
                for (int at = page; at < page + PageBytes; at += SimulatedDisk.SectorBytes)
                {
                    ReadOnlySpan<byte> sector = bytes.AsSpan(at, SimulatedDisk.SectorBytes);
                    bool isOld = sector.SequenceEqual(before.AsSpan(at, sector.Length));
                    bool isNew = sector.SequenceEqual(after.AsSpan(at, sector.Length));
                    Assert.True(isOld || isNew, $"seed {seed}: a sector torn at {at}");
                    fate += isOld == isNew ? "" : isOld ? "lost " : "kept ";
                }

                fates.Add(string.Join(' ', fate.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Order()));
            }
        }

        Assert.Equal(["kept", "kept lost", "lost"], fates.Where(fate => fate.Length > 0).Order(StringComparer.Ordinal));
    }

    private static Recording Record(SimulatedDisk disk, string synchronous)
    {
        Recording recording = new();
        using Database database = new(disk, synchronous);
        recording.Run(database);
        return recording;
    }

    private static string? CutAt(int point, string synchronous, out bool isEnd)
    {
        using SimulatedDisk disk = new((ulong)point) { StopAfterOperation = point };
        Recording recording = Record(disk, synchronous);
        isEnd = !disk.IsStopped;
        for (ulong seed = 0; seed < SeedsPerPoint; seed++)
        {
            using SimulatedDisk found = disk.AfterPowerCut(seed);
            string? problem = recording.Check(found);
            if (problem != null)
            {
                return $"operation {point}, seed {seed}: {problem}";
            }
        }

        return null;
    }
}
