using System;

namespace Edge.Emulator.Tests;

/// <summary>A stream whose other end is the test: it reads what was written, and feeds what comes.</summary>
internal sealed class ScriptedStream : IByteStream
{
    private readonly byte[] _incoming = new byte[512];
    private int _start;
    private int _end;

    /// <summary>What was written since the last <see cref="Forget"/>.</summary>
    public byte[] Written { get; } = new byte[512];

    /// <summary>How many bytes of it there are.</summary>
    public int WrittenBytes { get; private set; }

    public StreamState State { get; private set; }

    public int UnsentBytes => 0;

    public void Open(long now)
    {
        State = StreamState.Open;
        _start = 0;
        _end = 0;
    }

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

    /// <summary>The other end sends this; what it sent before has been read.</summary>
    public void Feed(byte[] bytes)
    {
        Array.Copy(bytes, 0, _incoming, 0, bytes.Length);
        _start = 0;
        _end = bytes.Length;
    }

    /// <summary>The other end has seen what was written.</summary>
    public void Forget() => WrittenBytes = 0;
}
