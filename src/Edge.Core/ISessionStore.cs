namespace Edge;

/// <summary>Where a session survives a reboot: in a file, in flash, in a database. It keeps records by key; it alone knows
/// about versions, checks and torn writes, and what it cannot trust it does not hand back.</summary>
/// <remarks>One thread at a time. A failure shows in the results and never throws.</remarks>
public interface ISessionStore
{
    /// <summary>Hands every record to the target, in the order in which they were put.</summary>
    void Load(ISessionRecords target);

    /// <summary>Adds a record, or changes the one with this key. Durable only after <see cref="Flush"/>.</summary>
    /// <param name="key">Kind in the upper and packet identifier in the lower 16 bits.</param>
    /// <param name="bytes">Copied before the call returns.</param>
    /// <param name="offset">Where the record starts.</param>
    /// <param name="count">0 or more.</param>
    /// <returns>False when there is no room; then nothing has changed.</returns>
    bool Put(int key, byte[] bytes, int offset, int count);

    /// <summary>Takes a record out; does nothing when there is none. Durable only after <see cref="Flush"/>.</summary>
    void Remove(int key);

    /// <summary>Returns when everything before is durable: a power cut now loses nothing of it.</summary>
    /// <returns>False when that cannot be promised.</returns>
    bool Flush();
}
