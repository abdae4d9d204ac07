namespace Edge.Storage;

/// <summary>A fixed number of bytes that outlive a power cut: a file, or whole sectors of NOR flash.</summary>
/// <remarks>
/// The store keeps to what flash can do: it erases the whole area, then writes it from its start to its end without gaps,
/// and writes no byte twice before the next erase. An area that is cut off while it writes or erases may hold anything
/// there afterwards, as long as it then reads the same each time. A failure shows in the results and never throws; after
/// one nothing is written until the area has been erased. One thread at a time, and nothing is allocated.
/// </remarks>
public interface IStorageArea
{
    /// <summary>Bytes that it holds, the same at every start.</summary>
    int CapacityBytes { get; }

    /// <summary>Reads bytes, also those that are not durable yet; what was not written since the last erase is 0xFF.</summary>
    /// <param name="position">0 to <see cref="CapacityBytes"/>.</param>
    /// <param name="buffer">Takes the bytes.</param>
    /// <param name="offset">Where they begin in the buffer.</param>
    /// <param name="count">0 or more, not beyond the end of the area.</param>
    /// <returns>False when the area failed; the buffer then holds anything.</returns>
    bool Read(int position, byte[] buffer, int offset, int count);

    /// <summary>Writes bytes behind those written before. Durable only after <see cref="Flush"/>; until then any part of
    /// them may be lost in a power cut, and a later part kept.</summary>
    /// <param name="position">Where the last write ended; 0 after an erase.</param>
    /// <param name="bytes">Read before the call returns.</param>
    /// <param name="offset">Where they begin.</param>
    /// <param name="count">1 or more, not beyond the end of the area.</param>
    /// <returns>False when the area failed; any part may have been written.</returns>
    bool Write(int position, byte[] bytes, int offset, int count);

    /// <summary>Makes every byte 0xFF, and returns when that is durable.</summary>
    /// <returns>False when the area failed; it then holds anything.</returns>
    bool EraseAll();

    /// <summary>Returns when everything that can be read here is durable, also what an earlier process wrote.</summary>
    /// <returns>False when that cannot be promised.</returns>
    bool Flush();
}
