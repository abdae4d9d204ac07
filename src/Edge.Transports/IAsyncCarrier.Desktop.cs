namespace Edge.Transports;

/// <summary>An open connection whose reads and writes complete in the background: what is below a
/// <see cref="ClientStream"/>.</summary>
internal interface IAsyncCarrier : IDisposable
{
    /// <summary>Reads at least one byte; 0 at the peer's end. One at a time.</summary>
    ValueTask<int> ReadAsync(Memory<byte> buffer);

    /// <summary>Sends all and returns how many that were. One at a time.</summary>
    ValueTask<int> WriteAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>One line for the end: for what reading or writing threw, or for null when the peer has ended.</summary>
    string Describe(Exception? failure);

    /// <summary>Says good-bye if that needs no waiting, and ends.</summary>
    /// <param name="isWriting">A write is still under way.</param>
    void Close(bool isWriting);
}
