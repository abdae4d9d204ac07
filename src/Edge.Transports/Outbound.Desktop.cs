namespace Edge.Transports;

/// <summary>What a carrier is sending: one chunk at a time, kept until it has left.</summary>
internal sealed class Outbound(IAsyncCarrier carrier, IWakeup wakeup)
{
    /// <summary>The largest chunk, in bytes: what one TLS record holds.</summary>
    public const int BytesMax = 16 * 1024;

    // A new one for each connection: a write that was abandoned may read its buffer yet.
    private readonly byte[] _chunk = new byte[BytesMax];
    private readonly BackgroundOperation _writing = new(wakeup);
    private int _chunkBytes;

    /// <summary>Bytes taken and not yet with the system.</summary>
    public int UnsentBytes => IsWriting ? _chunkBytes : 0;

    /// <summary>True while a chunk is under way.</summary>
    public bool IsWriting => !_writing.IsIdle && !_writing.IsDone;

    /// <summary>Why sending ended, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Notes what has become of the chunk.</summary>
    public void Settle()
    {
        if (_writing.IsDone)
        {
            _writing.Take(out Exception? failure);
            Failure ??= failure;
        }
    }

    /// <summary>Takes up to <see cref="BytesMax"/> bytes, or none while a chunk is under way or after a failure. What did
    /// not fit may be tried after the next wake.</summary>
    public int Take(byte[] buffer, int offset, int count)
    {
        Settle();
        if (Failure != null || !_writing.IsIdle)
        {
            return 0;
        }

        int taken = Math.Min(count, BytesMax);
        Buffer.BlockCopy(buffer, offset, _chunk, 0, taken);
        _chunkBytes = taken;
        _writing.Start(carrier.WriteAsync(_chunk.AsMemory(0, taken)));
        Settle();
        if (taken < count && _writing.IsIdle)
        {
            // One chunk a call bounds the time it takes; nothing is under way that would wake for the rest.
            wakeup.Wake();
        }

        return taken;
    }

    /// <summary>A write that is under way is left to itself.</summary>
    public void Abandon() => _writing.Abandon();
}
