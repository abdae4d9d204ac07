using System.Security.Cryptography;
using Edge.Testing.Disks;
using SQLitePCL;

namespace Edge.Testing.Tests.Disks;

/// <summary>A connection as the journal has it, with one table of numbered bodies.</summary>
internal sealed class Database : IDisposable
{
    internal const string Path = "/journal.db";
    private const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE;

    private const int BodyBytesMax = 20_000;
    private static readonly byte[] Noise = MakeNoise();

    private readonly sqlite3 _connection;

    internal Database(SimulatedDisk disk, string synchronous = "full", string journal = "wal", string locking = "exclusive")
    {
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open_v2(Path, out _connection, Flags, disk.VfsName));
        Setup =
            "pragma locking_mode=" + locking + "; pragma journal_mode=" + journal + "; pragma synchronous=" + synchronous
            + "; pragma wal_autocheckpoint=24; create table if not exists t(id integer primary key, body blob)";
    }

    private string Setup { get; }

    /// <summary>Settings and the table.</summary>
    internal int Prepare() => Execute(Setup);

    internal int Execute(string sql) => raw.sqlite3_exec(_connection, sql);

    internal void Must(string sql)
    {
        int result = Execute(sql);
        Assert.True(result == raw.SQLITE_OK, $"{sql}: {result}, {raw.sqlite3_errmsg(_connection).utf8_to_string()}");
    }

    internal int ExtendedError => raw.sqlite3_extended_errcode(_connection);

    internal string Text(string sql)
    {
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_prepare_v2(_connection, sql, out sqlite3_stmt statement));
        using (statement)
        {
            int result = raw.sqlite3_step(statement);
            return result == raw.SQLITE_ROW ? raw.sqlite3_column_text(statement, 0).utf8_to_string() : "error " + result;
        }
    }

    /// <summary>Every row, as its number and a digest of its body; null when they cannot be read.</summary>
    internal SortedDictionary<int, string>? Rows()
    {
        SortedDictionary<int, string> rows = [];
        if (raw.sqlite3_prepare_v2(_connection, "select id, body from t", out sqlite3_stmt statement) != raw.SQLITE_OK)
        {
            return null;
        }

        using (statement)
        {
            int result;
            while ((result = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
            {
                rows[raw.sqlite3_column_int(statement, 0)] = Digest(raw.sqlite3_column_blob(statement, 1));
            }

            return result == raw.SQLITE_DONE ? rows : null;
        }
    }

    /// <summary>Puts a row, outside of a transaction in one of its own.</summary>
    internal int Put(int id, ReadOnlySpan<byte> body)
    {
        int result = raw.sqlite3_prepare_v2(_connection, "insert or replace into t values(?, ?)", out sqlite3_stmt statement);
        if (result != raw.SQLITE_OK)
        {
            return result;
        }

        using (statement)
        {
            raw.sqlite3_bind_int(statement, 1, id);
            raw.sqlite3_bind_blob(statement, 2, body);
            return raw.sqlite3_step(statement) is int step && step == raw.SQLITE_DONE ? raw.SQLITE_OK : step;
        }
    }

    internal static string Digest(ReadOnlySpan<byte> body) => Convert.ToHexString(SHA256.HashData(body)[..8]);

    /// <summary>Bytes that hardly another number has.</summary>
    /// <param name="id">Any number.</param>
    /// <param name="count">At most 20,000.</param>
    internal static ReadOnlySpan<byte> Body(int id, int count) =>
        Noise.AsSpan((int)((uint)id * 7919 % (Noise.Length - BodyBytesMax)), count);

    private static byte[] MakeNoise()
    {
        byte[] noise = new byte[100_000];
        new Random(1).NextBytes(noise);
        return noise;
    }

    public void Dispose() => _connection.Dispose();
}
