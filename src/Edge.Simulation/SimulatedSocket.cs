namespace Edge.Simulation;

/// <summary>One end of a connection on a <see cref="SimulatedNetwork"/>.</summary>
public sealed class SimulatedSocket : IByteStream
{
    // What a peer that does not read leaves in its buffer before the writer blocks.
    private const int BufferBytes = 4096;

    private readonly SimulatedNetwork _network;
    private readonly TimedBytes _incoming = new();
    private SimulatedSocket? _peer;
    private long _endAt = Deadline.Never;

    internal SimulatedSocket(SimulatedNetwork network)
    {
        _network = network;
    }

    /// <summary>Woken when bytes come or the connection ends; may be null.</summary>
    public IWakeup? Wakeup { get; set; }

    /// <inheritdoc/>
    public StreamState State { get; private set; }

    /// <inheritdoc/>
    public int UnsentBytes => 0;

    /// <inheritdoc/>
    public void Open(long now)
    {
        if (State == StreamState.Closed && _network.IsReachable)
        {
            _network.Connect(this);
        }
    }

    /// <inheritdoc/>
    public int Poll(long now)
    {
        if (State == StreamState.Closed)
        {
            return Deadline.Idle;
        }

        // What has arrived is its reader's business, who may not want it now.
        long due = _incoming.Count > 0 ? _incoming.TimeAt(0) : _endAt;
        return due > now ? Deadline.Remaining(due, now) : Deadline.Idle;
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        long now = _network.Clock();
        int taken = 0;
        while (taken < count && _incoming.Count > 0 && _incoming.TimeAt(0) <= now)
        {
            buffer[offset + taken++] = _incoming.Take();
        }

        if (taken > 0)
        {
            _peer?.Wakeup?.Wake();
        }
        else if (_incoming.Count == 0 && _endAt <= now)
        {
            Reset();
        }

        return taken;
    }

    /// <inheritdoc/>
    public int Write(byte[] buffer, int offset, int count)
    {
        if (State == StreamState.Closed || _peer is not { State: StreamState.Open } peer)
        {
            return 0;
        }

        // One write in four is split somewhere.
        int room = Math.Min(count, BufferBytes - peer._incoming.Count);
        int taken = room > 1 && _network.Random.Next(4) == 0 ? 1 + _network.Random.Next(room) : room;
        long arrival = _network.Clock() + _network.DelayMs;
        for (int i = 0; i < taken; i++)
        {
            peer._incoming.Add(buffer[offset + i], arrival);
        }

        if (taken > 0)
        {
            peer.Wakeup?.Wake();
        }

        if (taken > 0 && taken < count)
        {
            // The rest is offered again soon; a writer that is blocked waits for the reader.
            Wakeup?.Wake();
        }

        return Math.Max(0, taken);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: the world's clock is moved by the test.</exception>
    public void Wait(int milliseconds) => throw new NotSupportedException("a simulated network has no real time");

    /// <inheritdoc/>
    public void Wake() => Wakeup?.Wake();

    /// <inheritdoc/>
    public void Close()
    {
        if (State == StreamState.Closed)
        {
            return;
        }

        if (_peer is { State: StreamState.Open } peer && peer._endAt == Deadline.Never)
        {
            peer._endAt = _network.Clock() + _network.DelayMs;
            peer.Wakeup?.Wake();
        }

        Reset();
    }

    internal void Join(SimulatedSocket peer)
    {
        _peer = peer;
        _incoming.Clear();
        _endAt = Deadline.Never;
        State = StreamState.Open;
    }

    // Ends this side at once.
    internal void Reset()
    {
        State = StreamState.Closed;
        _incoming.Clear();
        _network.Forget(this);
        Wakeup?.Wake();
    }
}
