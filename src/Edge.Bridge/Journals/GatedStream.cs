namespace Edge.Bridge.Journals;

/// <summary>A stream on which nothing leaves while something that it would promise is not on disk: a CONNACK of a session
/// that is not written yet, a SUBACK, a PUBREL.</summary>
internal sealed class GatedStream(IByteStream stream) : IByteStream, IGate
{
    private int _holds;

    /// <inheritdoc/>
    public StreamState State => stream.State;

    /// <inheritdoc/>
    public int UnsentBytes => stream.UnsentBytes;

    /// <inheritdoc/>
    public void Hold() => _holds++;

    /// <inheritdoc/>
    public void Release()
    {
        if (--_holds == 0)
        {
            stream.Wake();
        }
    }

    /// <inheritdoc/>
    public void Open(long now) => stream.Open(now);

    /// <inheritdoc/>
    public int Poll(long now) => stream.Poll(now);

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count) => stream.Read(buffer, offset, count);

    /// <inheritdoc/>
    public int Write(byte[] buffer, int offset, int count) => _holds > 0 ? 0 : stream.Write(buffer, offset, count);

    /// <inheritdoc/>
    public void Wait(int milliseconds) => stream.Wait(milliseconds);

    /// <inheritdoc/>
    public void Wake() => stream.Wake();

    /// <inheritdoc/>
    public void Close() => stream.Close();
}
