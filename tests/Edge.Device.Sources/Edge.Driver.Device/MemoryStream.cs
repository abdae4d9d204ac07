using System;

namespace Edge.Driver;

/// <summary>A stream that takes whatever is written and gives what the driver put in.</summary>
internal sealed class MemoryStream : IByteStream
{
    private readonly byte[] _incoming = new byte[256];
    private int _start;
    private int _end;

    /// <summary>The last bytes written.</summary>
    internal byte[] Written { get; } = new byte[256];

    /// <summary>Bytes written since the last <see cref="Forget"/>.</summary>
    internal int WrittenBytes { get; private set; }

    public StreamState State { get; private set; }

    public int UnsentBytes => 0;

    public void Open(long now) => State = StreamState.Open;

    public int Poll(long now) => Deadline.Idle;

    public int Read(byte[] buffer, int offset, int count)
    {
        int taken = _end - _start < count ? _end - _start : count;
        Array.Copy(_incoming, _start, buffer, offset, taken);
        _start += taken;
        return taken;
    }

    public int Write(byte[] buffer, int offset, int count)
    {
        Array.Copy(buffer, offset, Written, WrittenBytes, count);
        WrittenBytes += count;
        return count;
    }

    public void Wait(int milliseconds)
    {
    }

    public void Wake()
    {
    }

    public void Close() => State = StreamState.Closed;

    internal void Feed(byte[] bytes)
    {
        _start = 0;
        _end = bytes.Length;
        Array.Copy(bytes, 0, _incoming, 0, bytes.Length);
    }

    internal void Forget() => WrittenBytes = 0;
}
