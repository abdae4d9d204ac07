namespace Edge.Transports;

/// <summary>What was read ahead from a carrier: one buffer, filled in the background when it is empty.</summary>
internal sealed class Inbound(IAsyncCarrier carrier, IWakeup wakeup)
{
    /// <summary>The largest piece read at a time, in bytes: what one TLS record holds.</summary>
    public const int BytesMax = 16 * 1024;

    // A new one for each connection: a read that was abandoned may write into its buffer yet.
    private readonly byte[] _buffer = new byte[BytesMax];
    private readonly BackgroundOperation _reading = new(wakeup);
    private int _at;
    private int _end;

    /// <summary>True when nothing more will come.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Why nothing more will come; null when the peer has ended.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>True if bytes are here. If not, a read is under way, whose completion wakes, or it has ended.</summary>
    public bool Fill()
    {
        if (_at < _end)
        {
            return true;
        }

        if (IsEnded)
        {
            return false;
        }

        if (_reading.IsIdle)
        {
            _reading.Start(carrier.ReadAsync(_buffer));
        }

        if (!_reading.IsDone)
        {
            return false;
        }

        _at = 0;
        _end = _reading.Take(out Exception? failure);
        IsEnded = _end == 0;
        Failure = failure;
        return _end > 0;
    }

    /// <summary>Takes bytes that are here.</summary>
    /// <returns>0 when there are none.</returns>
    public int Take(byte[] buffer, int offset, int count)
    {
        int taken = Math.Min(count, _end - _at);
        Buffer.BlockCopy(_buffer, _at, buffer, offset, taken);
        _at += taken;
        return taken;
    }

    /// <summary>A read that is under way is left to itself.</summary>
    public void Abandon() => _reading.Abandon();
}
