using System.Diagnostics;

namespace Edge.Simulation;

/// <summary>One end of a <see cref="SimulatedLine"/>: a serial port that opens at once.</summary>
public sealed class SimulatedLineEnd : IByteStream
{
    private readonly SimulatedLine _line;
    private readonly LineDirection _out;
    private readonly LineDirection _in;
    private bool _isWoken;

    internal SimulatedLineEnd(SimulatedLine line, LineDirection outward, LineDirection inward)
    {
        _line = line;
        _out = outward;
        _in = inward;
    }

    /// <summary>Woken when bytes are on their way here or the port is taken away; may be null. Set before
    /// use.</summary>
    public IWakeup? Wakeup { get; set; }

    /// <inheritdoc/>
    public StreamState State { get; private set; }

    /// <inheritdoc/>
    public int UnsentBytes
    {
        get
        {
            lock (_line.Gate)
            {
                _line.Advance();
                return _out.UnsentBytes;
            }
        }
    }

    internal bool HasPort { get; set; } = true;

    internal SimulatedLineEnd Peer { get; set; } = null!;

    /// <inheritdoc/>
    public void Open(long now)
    {
        lock (_line.Gate)
        {
            if (State == StreamState.Closed && HasPort)
            {
                _line.Advance();
                _in.IsHeard = true;
                State = StreamState.Open;
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>The wait is the time until the next byte arrives, or until a writer that was refused has
    /// room.</remarks>
    public int Poll(long now)
    {
        lock (_line.Gate)
        {
            return WaitMs(_line.Advance());
        }
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        lock (_line.Gate)
        {
            _line.Advance();
            return State == StreamState.Open ? _in.Read(buffer, offset, count) : 0;
        }
    }

    /// <inheritdoc/>
    public int Write(byte[] buffer, int offset, int count)
    {
        int written;
        lock (_line.Gate)
        {
            long now = _line.Advance();
            written = State == StreamState.Open ? _out.Write(buffer, offset, count, now) : 0;
        }

        if (written > 0)
        {
            Peer.NotifyOfBytes();
        }

        return written;
    }

    /// <inheritdoc/>
    /// <remarks>Waits in real time, and so wants a line with a real clock.</remarks>
    public void Wait(int milliseconds)
    {
        long start = Stopwatch.GetTimestamp();
        lock (_line.Gate)
        {
            while (true)
            {
                long now = _line.Advance();
                if (_isWoken || (State == StreamState.Open && _in.ReadableBytes > 0) || _out.IsUnblocked)
                {
                    _isWoken = false;
                    return;
                }

                long leftMs = milliseconds - (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                if (leftMs <= 0)
                {
                    return;
                }

                Monitor.Wait(_line.Gate, (int)Math.Min(leftMs, Math.Max(1, WaitMs(now))));
            }
        }
    }

    /// <inheritdoc/>
    public void Wake()
    {
        lock (_line.Gate)
        {
            _isWoken = true;
            Monitor.PulseAll(_line.Gate);
        }

        Wakeup?.Wake();
    }

    /// <inheritdoc/>
    public void Close()
    {
        lock (_line.Gate)
        {
            if (State != StreamState.Closed)
            {
                State = StreamState.Closed;
                long now = _line.Advance();
                _in.IsHeard = false;
                _in.ClearReceived();
                _out.ClearTransmit(now);
            }
        }
    }

    private void NotifyOfBytes()
    {
        // A waiter looks again when they arrive; only its wait has become shorter.
        lock (_line.Gate)
        {
            Monitor.PulseAll(_line.Gate);
        }

        Wakeup?.Wake();
    }

    private int WaitMs(long now)
    {
        if (State != StreamState.Open)
        {
            return Deadline.Idle;
        }

        long due = Math.Min(_in.NextArrivalNs, _out.NextRoomNs);
        return due == long.MaxValue
            ? Deadline.Idle
            : Deadline.Remaining((due + LineDirection.NsPerMs - 1) / LineDirection.NsPerMs, now);
    }
}
