using Edge.Simulation;
using Edge.Testing.Disks;
using SQLitePCL;

namespace Edge.Testing.Tests.Disks;

/// <summary>The same commits each time: rows of all sizes put, replaced and deleted, with checkpoints among them.</summary>
internal sealed class Recording
{
    internal const int Commits = 60;

    /// <summary>What the table holds after so many commits, the first being none; and behind those, what it would hold after
    /// each that has failed since.</summary>
    internal List<SortedDictionary<int, string>> States { get; } = [[]];

    /// <summary>Commits that returned SQLITE_OK.</summary>
    internal int Committed { get; private set; }

    /// <summary>True when the table had been created.</summary>
    internal bool IsPrepared { get; private set; }

    /// <summary>Commits until the end; a commit that fails is rolled back.</summary>
    /// <param name="database">Nothing was done with it yet.</param>
    /// <param name="goesOn">Asked before each commit, with its number from 0; null: until the first that fails.</param>
    internal void Run(Database database, Func<int, bool>? goesOn = null)
    {
        goesOn ??= number => number == Committed;
        IsPrepared = database.Prepare() == raw.SQLITE_OK;
        for (int i = 0; IsPrepared && i < Commits && goesOn(i); i++)
        {
            SortedDictionary<int, string> state = new(States[Committed]);
            if (Commit(database, i, state))
            {
                // Those that failed before it are not found any more.
                Committed++;
                States.RemoveRange(Committed, States.Count - Committed);
            }
            else
            {
                database.Execute("rollback");
            }

            States.Add(state);
        }
    }

    /// <summary>Opens what was left and says what is wrong with it, or null.</summary>
    internal string? Check(SimulatedDisk disk)
    {
        using Database database = new(disk);
        if (database.Prepare() != raw.SQLITE_OK)
        {
            return "it does not open";
        }

        string integrity = database.Text("pragma integrity_check");
        if (integrity != "ok")
        {
            return integrity;
        }

        SortedDictionary<int, string>? rows = database.Rows();
        return rows != null && States.Skip(Committed).Any(state => state.SequenceEqual(rows))
            ? null
            : $"not what it was after {Committed} commits, nor after one that failed then";
    }

    private static bool Commit(Database database, int number, SortedDictionary<int, string> state)
    {
        SeededRandom random = new((ulong)number);
        bool isDone = database.Execute("begin immediate") == raw.SQLITE_OK;
        int rows = 1 + random.Next(3);
        for (int i = 0; i < rows; i++)
        {
            int id = random.Next(4) == 0 ? random.Next(number + 1) * 10 : number * 10 + i;
            ReadOnlySpan<byte> body = Database.Body(number * 100 + i, random.Next(8) == 0 ? 20_000 : random.Next(600));
            state[id] = Database.Digest(body);
            isDone = isDone && database.Put(id, body) == raw.SQLITE_OK;
        }

        if (number % 5 == 4)
        {
            int end = number * 10 - 30;
            foreach (int id in state.Keys.Where(id => id < end).ToArray())
            {
                state.Remove(id);
            }

            isDone = isDone && database.Execute("delete from t where id < " + end) == raw.SQLITE_OK;
        }

        return isDone && database.Execute("commit") == raw.SQLITE_OK;
    }
}
