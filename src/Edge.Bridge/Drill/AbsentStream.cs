namespace Edge.Bridge.Drill;

/// <summary>A stream that can be out of reach: it breaks, and does not open until it is back.</summary>
internal sealed class AbsentStream(IByteStream stream) : IByteStream
{
    private volatile bool _isAbsent;

    /// <summary>It is out of reach. Any thread; <see cref="Wake"/> makes it known at once.</summary>
    public bool IsAbsent
    {
        get => _isAbsent;
        set => _isAbsent = value;
    }

    /// <inheritdoc/>
    public StreamState State => stream.State;

    /// <inheritdoc/>
    public int UnsentBytes => stream.UnsentBytes;

    /// <inheritdoc/>
    public void Open(long now)
    {
        if (!_isAbsent)
        {
            stream.Open(now);
        }
    }

    /// <inheritdoc/>
    public int Poll(long now)
    {
        Break();
        return stream.Poll(now);
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        Break();
        return stream.Read(buffer, offset, count);
    }

    /// <inheritdoc/>
    public int Write(byte[] buffer, int offset, int count)
    {
        Break();
        return stream.Write(buffer, offset, count);
    }

    /// <inheritdoc/>
    public void Wait(int milliseconds) => stream.Wait(milliseconds);

    /// <inheritdoc/>
    public void Wake() => stream.Wake();

    /// <inheritdoc/>
    public void Close() => stream.Close();

    private void Break()
    {
        if (_isAbsent)
        {
            stream.Close();
        }
    }
}
