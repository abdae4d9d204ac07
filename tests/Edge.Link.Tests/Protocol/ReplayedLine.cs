namespace Edge.Link.Tests.Protocol;

/// <summary>A carrier that brings what a test gives it, and takes everything.</summary>
internal sealed class ReplayedLine : IByteStream
{
    private readonly Queue<byte> _bytes = new();

    public StreamState State { get; private set; }

    public int UnsentBytes => 0;

    public void Open(long now) => State = StreamState.Open;

    public int Poll(long now) => Deadline.Idle;

    public int Read(byte[] buffer, int offset, int count)
    {
        int read = 0;
        while (read < count && _bytes.TryDequeue(out byte b))
        {
            buffer[offset + read++] = b;
        }

        return read;
    }

    public int Write(byte[] buffer, int offset, int count) => count;

    public void Wait(int milliseconds)
    {
    }

    public void Wake()
    {
    }

    public void Close() => State = StreamState.Closed;

    internal void Bring(byte[] bytes)
    {
        foreach (byte b in bytes)
        {
            _bytes.Enqueue(b);
        }
    }
}
