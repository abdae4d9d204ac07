namespace Edge.Mqtt.Tests;

/// <summary>A stream whose other end is the test: what the peer says is fed in as hex, what was written is read as hex.</summary>
internal sealed class ScriptedStream : IByteStream
{
    private readonly Queue<byte> _incoming = new();
    private readonly List<byte> _written = [];

    public StreamState State { get; private set; }

    public int UnsentBytes { get; set; }

    public int Opens { get; private set; }

    /// <summary>Bytes that one read or write moves at most.</summary>
    public int BytesPerCall { get; set; } = int.MaxValue;

    /// <summary>Bytes that may still be written before the stream blocks.</summary>
    public int WriteRoom { get; set; } = int.MaxValue;

    public bool IsReachable { get; set; } = true;

    public List<int> WriteSizes { get; } = [];

    public void Feed(string hex)
    {
        foreach (byte b in Hex.Bytes(hex))
        {
            _incoming.Enqueue(b);
        }
    }

    /// <summary>What was written since the last call.</summary>
    public string Written()
    {
        string hex = Convert.ToHexString([.. _written]);
        _written.Clear();
        return hex;
    }

    public void Cut() => State = StreamState.Closed;

    public void Open(long now)
    {
        Opens++;
        _incoming.Clear();
        State = IsReachable ? StreamState.Open : StreamState.Closed;
    }

    public int Polls { get; private set; }

    public int Poll(long now)
    {
        Polls++;
        return Deadline.Idle;
    }

    public int Read(byte[] buffer, int offset, int count)
    {
        int taken = 0;
        while (taken < Math.Min(count, BytesPerCall) && _incoming.TryDequeue(out byte b))
        {
            buffer[offset + taken++] = b;
        }

        return taken;
    }

    public int Write(byte[] buffer, int offset, int count)
    {
        int taken = State == StreamState.Open ? Math.Min(Math.Min(count, BytesPerCall), WriteRoom) : 0;
        if (taken > 0)
        {
            WriteRoom -= WriteRoom == int.MaxValue ? 0 : taken;
            WriteSizes.Add(taken);
            _written.AddRange(buffer.AsSpan(offset, taken));
        }

        return taken;
    }

    public void Wait(int milliseconds)
    {
    }

    public void Wake()
    {
    }

    public void Close() => State = StreamState.Closed;
}
