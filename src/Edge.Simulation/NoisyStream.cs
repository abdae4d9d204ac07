namespace Edge.Simulation;

/// <summary>Any stream with errors in the data bits of both directions; start and stop bits are the affair of whoever
/// carries the bytes.</summary>
public sealed class NoisyStream : IByteStream
{
    private readonly IByteStream _inner;
    private readonly RareEvents _outward;
    private readonly RareEvents _inward;
    private readonly byte[] _buffer = new byte[256];

    /// <param name="inner">The stream that carries the bytes.</param>
    /// <param name="seed">What the errors are drawn from.</param>
    /// <param name="bitErrorRate">The probability that a bit is flipped, 0 to below 1.</param>
    public NoisyStream(IByteStream inner, ulong seed, double bitErrorRate)
    {
        _inner = inner;
        SeededRandom seeds = new(seed);
        _outward = new RareEvents(new SeededRandom(seeds.NextUInt64()), bitErrorRate);
        _inward = new RareEvents(new SeededRandom(seeds.NextUInt64()), bitErrorRate);
    }

    /// <inheritdoc/>
    public StreamState State => _inner.State;

    /// <inheritdoc/>
    public int UnsentBytes => _inner.UnsentBytes;

    /// <inheritdoc/>
    public void Open(long now) => _inner.Open(now);

    /// <inheritdoc/>
    public int Poll(long now) => _inner.Poll(now);

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        int taken = _inner.Read(buffer, offset, count);
        for (int i = offset; i < offset + taken; i++)
        {
            buffer[i] ^= (byte)_inward.Next(8);
        }

        return taken;
    }

    /// <inheritdoc/>
    public int Write(byte[] buffer, int offset, int count)
    {
        int written = 0;
        while (written < count)
        {
            int part = Math.Min(count - written, _buffer.Length);
            for (int i = 0; i < part; i++)
            {
                _buffer[i] = (byte)(buffer[offset + written + i] ^ _outward.Next(8));
            }

            // What is not taken is drawn again: errors have no memory.
            int taken = _inner.Write(_buffer, 0, part);
            written += taken;
            if (taken < part)
            {
                break;
            }
        }

        return written;
    }

    /// <inheritdoc/>
    public void Wait(int milliseconds) => _inner.Wait(milliseconds);

    /// <inheritdoc/>
    public void Wake() => _inner.Wake();

    /// <inheritdoc/>
    public void Close() => _inner.Close();
}
