namespace Edge.Bridge.Tests.Hostile;

/// <summary>A connection on which somebody says what was written down before, takes every answer, and hangs up.</summary>
internal sealed class HostileStream(byte[] bytes, bool hangsUp) : IByteStream
{
    private int _read;
    private bool _isClosed;

    public StreamState State => _isClosed || (hangsUp && _read == bytes.Length) ? StreamState.Closed : StreamState.Open;

    public int UnsentBytes => 0;

    public void Open(long now)
    {
        // It is open from the beginning, and cannot be opened again.
    }

    public int Poll(long now) => Deadline.Idle;

    public int Read(byte[] buffer, int offset, int count)
    {
        int length = _isClosed ? 0 : Math.Min(count, bytes.Length - _read);
        Array.Copy(bytes, _read, buffer, offset, length);
        _read += length;
        return length;
    }

    public int Write(byte[] buffer, int offset, int count) => count;

    public void Wait(int milliseconds)
    {
        // Nobody waits in a simulated world.
    }

    public void Wake()
    {
        // Everything is polled.
    }

    public void Close() => _isClosed = true;
}
