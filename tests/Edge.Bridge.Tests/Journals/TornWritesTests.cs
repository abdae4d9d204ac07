using Edge.Bridge.Journals;
using Edge.Testing;
using Edge.Testing.Disks;

namespace Edge.Bridge.Tests.Journals;

/// <summary>The power goes out in every operation of the disk: what was told to be durable is found, as a whole, and what was
/// durably removed is not.</summary>
public class TornWritesTests(ITestOutputHelper output)
{
    private const int Batches = 12;
    private static readonly ulong Runs = 6;
    private static readonly ulong Cuts = 2 * (ulong)LongRun.Factor;

    [Fact]
    public void Wherever_the_power_goes_out_what_was_told_to_be_durable_is_found_and_nothing_comes_back()
    {
        SimulatedDisk disk = new(1);
        int changes = 0;
        int operations = 0;
        int unfinished = 0;
        for (ulong run = 1; run <= Runs; run++)
        {
            SimulatedDisk next = disk.AfterKill();
            TornRun whole = new(run, Batches);
            whole.On(next);
            changes += whole.Durable;
            operations += next.Operations;
            Assert.Equal(whole.States.Count - 1, whole.Durable);
            for (int operation = 0; operation <= next.Operations; operation++)
            {
                unfinished += CutAt(disk, run, operation, whole.States) ? 1 : 0;
            }

            // What follows begins with a log that was not carried over into the file.
            SimulatedDisk killed = next.AfterKill();
            next.Dispose();
            disk.Dispose();
            disk = killed;
        }

        disk.Dispose();
        output.WriteLine($"{changes} changes, {operations} operations, {unfinished} cuts found the transaction under way");
        Assert.True(changes > 200 && operations > 400 && unfinished > 5, $"{changes} {operations} {unfinished} is too little");
    }

    // True when the transaction that was under way was found.
    private static bool CutAt(SimulatedDisk begin, ulong seed, int operation, IReadOnlyList<string> states)
    {
        using SimulatedDisk disk = begin.AfterKill();
        disk.StopAfterOperation = operation;
        TornRun run = new(seed, Batches);
        run.On(disk);
        string durable = states[run.Durable];
        string begun = states[run.Begun];
        bool isUnderWayFound = false;
        string what = $"run {seed}, operation {operation}";
        for (ulong cut = 1; cut <= Cuts; cut++)
        {
            using SimulatedDisk found = disk.AfterPowerCut(cut);
            string state = StateOf(found, $"{what}, cut {cut}");
            isUnderWayFound |= state != durable;
            Assert.True(state == durable || state == begun, $"{what}, cut {cut}: told\n{durable}\nor\n{begun}\nfound\n{state}");
        }

        // Killed there, the next process acts upon what it finds, so that has to outlast a power cut, too.
        using SimulatedDisk killed = disk.AfterKill();
        using JournalFile file = new(DrivenJournal.Path, killed.VfsName);
        string seen = JournalModel.Of(file).ToString();
        Assert.True(seen == durable || seen == begun, $"{what}, killed: told\n{durable}\nor\n{begun}\nfound\n{seen}");
        using SimulatedDisk off = killed.AfterPowerCut(seed);
        string kept = StateOf(off, what);
        Assert.True(seen == kept, $"{what}: the next process saw\n{seen}\nand the one after it\n{kept}");
        return isUnderWayFound;
    }

    private static string StateOf(SimulatedDisk disk, string what)
    {
        string state;
        using (JournalFile file = new(DrivenJournal.Path, disk.VfsName))
        {
            state = JournalModel.Of(file).ToString();
        }

        using Database database = new(DrivenJournal.Path, disk.VfsName);
        database.Execute("PRAGMA locking_mode = EXCLUSIVE");
        using Statement check = new(database.Handle, "PRAGMA integrity_check");
        Assert.True(check.Read() && check.Text(0) == "ok", what + ": " + check.Text(0));
        return state;
    }
}
