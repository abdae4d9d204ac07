using SQLitePCL;

namespace Edge.Bridge.Journals;

/// <summary>A prepared statement. Its values are bound in the order of its question marks.</summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int _bound;

    /// <exception cref="JournalException">The statement does not fit the file.</exception>
    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v2(database, sql, out _statement));
    }

    /// <summary>Binds the next value.</summary>
    public Statement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, ++_bound, value));
        return this;
    }

    /// <summary>Binds the next value, or nothing.</summary>
    public Statement Bind(long? value)
    {
        Check(value is { } number
            ? raw.sqlite3_bind_int64(_statement, ++_bound, number)
            : raw.sqlite3_bind_null(_statement, ++_bound));
        return this;
    }

    /// <summary>Binds the next value, or nothing; copied.</summary>
    public Statement Bind(byte[]? value)
    {
        Check(value == null
            ? raw.sqlite3_bind_null(_statement, ++_bound)
            : raw.sqlite3_bind_blob(_statement, ++_bound, value));
        return this;
    }

    /// <summary>Binds the next value.</summary>
    public Statement Bind(string? value)
    {
        Check(value == null
            ? raw.sqlite3_bind_null(_statement, ++_bound)
            : raw.sqlite3_bind_text(_statement, ++_bound, value));
        return this;
    }

    /// <summary>Carries it out; what it answers is not of interest.</summary>
    /// <exception cref="JournalException">It could not be.</exception>
    public void Execute()
    {
        while (Read())
        {
        }
    }

    /// <summary>Goes to the next row; after the last one the statement is ready to be bound again.</summary>
    /// <exception cref="JournalException">It could not.</exception>
    public bool Read()
    {
        _bound = 0;
        int code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code != raw.SQLITE_DONE)
        {
            JournalException failure = Database.Failure(_database);
            raw.sqlite3_reset(_statement);
            throw failure;
        }

        raw.sqlite3_reset(_statement);
        return false;
    }

    /// <summary>No more rows are wanted.</summary>
    public void Stop() => raw.sqlite3_reset(_statement);

    /// <summary>A number of the row; 0 when there is none.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>True when the row has no value there.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    /// <summary>Bytes of the row; empty when there are none.</summary>
    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    /// <summary>Text of the row.</summary>
    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Database.Failure(_database);
        }
    }
}
