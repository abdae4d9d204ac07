namespace Edge.Transports;

/// <summary>Hands one chunk after another to an open port; a chunk that had to wait for room wakes when it was taken.</summary>
internal sealed class SerialWriter
{
    private readonly SerialDevice _device;
    private readonly SerialTransfer _transfer;
    private readonly byte[] _chunk;

    public SerialWriter(SerialDevice device, IWakeup wakeup, int chunkBytesMax)
    {
        _device = device;
        _transfer = new SerialTransfer(wakeup);
        _chunk = new byte[chunkBytesMax];
    }

    /// <summary>Bytes of the chunk that the driver has not taken yet.</summary>
    public int UnsentBytes { get; private set; }

    /// <summary>Why nothing can be written any more, in one line; null while something can.</summary>
    public string? Error => _transfer.Error;

    /// <summary>Looks whether the driver has taken the chunk.</summary>
    public void Poll()
    {
        if (_transfer.TryCollect(out _))
        {
            UnsentBytes = 0;
        }
    }

    /// <summary>Copies a chunk and hands it over. Only while <see cref="UnsentBytes"/> is 0.</summary>
    /// <param name="buffer">Where the chunk is.</param>
    /// <param name="offset">Where it starts.</param>
    /// <param name="count">1 to the longest chunk.</param>
    public void Put(byte[] buffer, int offset, int count)
    {
        Buffer.BlockCopy(buffer, offset, _chunk, 0, count);
        UnsentBytes = count;
        _transfer.BeginWrite(_device, _chunk.AsMemory(0, count));
        Poll();
    }
}
