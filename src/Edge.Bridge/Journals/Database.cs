using SQLitePCL;

namespace Edge.Bridge.Journals;

/// <summary>An SQLite database that one thread at a time uses.</summary>
internal sealed class Database : IDisposable
{
    private readonly List<Statement> _statements = [];

    static Database() => Batteries_V2.Init();

    /// <param name="path">Created if it is not there.</param>
    /// <param name="vfs">The file system, by SQLite's name; null for the machine's.</param>
    /// <exception cref="JournalException">It cannot be opened.</exception>
    public Database(string path, string? vfs)
    {
        int code = raw.sqlite3_open_v2(
            path, out sqlite3 handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, vfs);
        Handle = handle;
        if (code != raw.SQLITE_OK)
        {
            JournalException failure = Failure(handle);
            handle.Dispose();
            throw failure;
        }

        raw.sqlite3_extended_result_codes(handle, 1);
    }

    /// <summary>SQLite's own.</summary>
    public sqlite3 Handle { get; }

    /// <summary>Prepares a statement that lives as long as the database.</summary>
    public Statement Prepare(string sql)
    {
        Statement statement = new(Handle, sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Carries out a statement once.</summary>
    /// <returns>The first number that it answers, or 0.</returns>
    public long Execute(string sql)
    {
        using Statement statement = new(Handle, sql);
        long answer = 0;
        for (bool isFirst = true; statement.Read(); isFirst = false)
        {
            answer = isFirst ? statement.Number(0) : answer;
        }

        return answer;
    }

    /// <summary>What SQLite says went wrong last.</summary>
    public static JournalException Failure(sqlite3 handle) =>
        new(raw.sqlite3_extended_errcode(handle), raw.sqlite3_errmsg(handle).utf8_to_string());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Statement statement in _statements)
        {
            statement.Dispose();
        }

        Handle.Dispose();
    }
}
