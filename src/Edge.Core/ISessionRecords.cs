namespace Edge;

/// <summary>What takes the records that an <see cref="ISessionStore"/> has kept.</summary>
public interface ISessionRecords
{
    /// <summary>One record.</summary>
    /// <param name="key">Under which it was put.</param>
    /// <param name="bytes">Valid until the call returns.</param>
    /// <param name="offset">Where the record starts.</param>
    /// <param name="count">0 or more.</param>
    void OnRecord(int key, byte[] bytes, int offset, int count);
}
