using System.Diagnostics;

namespace Edge.Simulation;

/// <summary>One end of a <see cref="SimulatedLine"/> or a <see cref="SimulatedBus"/>: a serial port that opens at
/// once.</summary>
public sealed class SimulatedLineEnd : IByteStream
{
    private readonly IMedium _medium;
    private readonly Transmitter _out;
    private readonly Receiver _in;
    private bool _hasPort = true;
    private bool _isWoken;

    internal SimulatedLineEnd(IMedium medium, LineSettings settings, SeededRandom seeds)
    {
        _medium = medium;
        Noise = new LineNoise(medium, settings, seeds.NextUInt64());
        _in = new Receiver(settings, Noise);
        _out = new Transmitter(settings, seeds.NextUInt64());
    }

    /// <summary>What disturbs the bytes that come here.</summary>
    public LineNoise Noise { get; }

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
            lock (_medium.Gate)
            {
                _medium.Advance();
                return _out.UnsentBytes;
            }
        }
    }

    internal long BytesLost => _out.BytesLost + _in.BytesLost;

    internal Transmitter Transmitter => _out;

    internal Receiver Receiver => _in;

    /// <inheritdoc/>
    public void Open(long now)
    {
        lock (_medium.Gate)
        {
            if (State == StreamState.Closed && _hasPort)
            {
                _medium.Advance();
                _in.IsHeard = true;
                State = StreamState.Open;
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>The wait is the time until <see cref="LineSettings.WakeBytes"/> more bytes have arrived or the last of
    /// those under way, or until a writer that was refused has room.</remarks>
    public int Poll(long now)
    {
        lock (_medium.Gate)
        {
            return WaitMs(_medium.Advance());
        }
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        lock (_medium.Gate)
        {
            _medium.Advance();
            return State == StreamState.Open ? _in.Read(buffer, offset, count) : 0;
        }
    }

    /// <inheritdoc/>
    public int Write(byte[] buffer, int offset, int count)
    {
        int written;
        lock (_medium.Gate)
        {
            long now = _medium.Advance();
            written = State == StreamState.Open ? _out.Write(buffer, offset, count, _medium.StartsNs(this, now)) : 0;
        }

        if (written > 0)
        {
            _medium.OnWritten(this);
        }

        return written;
    }

    /// <inheritdoc/>
    /// <remarks>Waits in real time, and so wants a line with a real clock.</remarks>
    public void Wait(int milliseconds)
    {
        long start = Stopwatch.GetTimestamp();
        lock (_medium.Gate)
        {
            while (true)
            {
                long now = _medium.Advance();
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

                Monitor.Wait(_medium.Gate, (int)Math.Min(leftMs, Math.Max(1, WaitMs(now))));
            }
        }
    }

    /// <inheritdoc/>
    public void Wake()
    {
        lock (_medium.Gate)
        {
            _isWoken = true;
            Monitor.PulseAll(_medium.Gate);
        }

        Wakeup?.Wake();
    }

    /// <inheritdoc/>
    public void Close()
    {
        lock (_medium.Gate)
        {
            if (State != StreamState.Closed)
            {
                State = StreamState.Closed;
                long now = _medium.Advance();
                _in.IsHeard = false;
                _in.ClearReceived();
                _out.Clear(now * Transmitter.NsPerMs);
            }
        }
    }

    internal void ClosePort()
    {
        lock (_medium.Gate)
        {
            _hasPort = false;
            Close();
        }

        Wake();
    }

    internal void ReopenPort()
    {
        lock (_medium.Gate)
        {
            _hasPort = true;
        }
    }

    internal void NotifyOfBytes()
    {
        // A waiter looks again when they arrive; only its wait has become shorter.
        lock (_medium.Gate)
        {
            Monitor.PulseAll(_medium.Gate);
        }

        Wakeup?.Wake();
    }

    private int WaitMs(long now)
    {
        if (State != StreamState.Open)
        {
            return Deadline.Idle;
        }

        long dueNs = Math.Min(_medium.WakeNs(this), _out.NextRoomNs);
        return dueNs == Deadline.Never
            ? Deadline.Idle
            : Deadline.Remaining((dueNs + Transmitter.NsPerMs - 1) / Transmitter.NsPerMs, now);
    }
}
