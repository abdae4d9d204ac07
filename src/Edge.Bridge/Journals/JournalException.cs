using SQLitePCL;

namespace Edge.Bridge.Journals;

/// <summary>The journal's file cannot be opened, read or written: a full disk, a failing one, a file that is something
/// else. Its message is for an operator.</summary>
internal sealed class JournalException : IOException
{
    public JournalException(string message)
        : base(message)
    {
    }

    /// <param name="code">Of SQLite, extended.</param>
    /// <param name="message">What SQLite says.</param>
    public JournalException(int code, string message)
        : base(message)
    {
        Code = code & 0xFF;
    }

    /// <summary>SQLite's primary result code; 0 when the mistake is not SQLite's.</summary>
    public int Code { get; }

    /// <summary>The file is no database, or a damaged one.</summary>
    public bool IsDamaged => Code is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>The disk has no room.</summary>
    public bool IsFull => Code == raw.SQLITE_FULL;

    /// <summary>Somebody else has the file.</summary>
    public bool IsBusy => Code is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;
}
