namespace Edge.Transports;

/// <summary>Reads ahead from an open port into a buffer of its own; bytes that come wake.</summary>
internal sealed class SerialReader
{
    // As much as Linux keeps for a raw line.
    private const int BufferBytes = 4096;

    private readonly SerialDevice _device;
    private readonly SerialTransfer _transfer;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;

    public SerialReader(SerialDevice device, IWakeup wakeup)
    {
        _device = device;
        _transfer = new SerialTransfer(wakeup);
    }

    /// <summary>Bytes that have come and were not read.</summary>
    public int UnreadBytes => _end - _start;

    /// <summary>Why nothing will come any more, in one line; null while something may.</summary>
    public string? Error => _transfer.Error;

    /// <summary>Looks whether bytes have come, and has the next ones wake if none have.</summary>
    public void Poll()
    {
        Collect();
        if (_start == _end && !_transfer.IsBusy && _transfer.Error == null)
        {
            _transfer.BeginRead(_device, _buffer);
            Collect();
        }
    }

    /// <summary>Takes bytes that have come.</summary>
    /// <returns>0 to <paramref name="count"/>.</returns>
    public int Take(byte[] buffer, int offset, int count)
    {
        int taken = Math.Min(count, _end - _start);
        Buffer.BlockCopy(_buffer, _start, buffer, offset, taken);
        _start += taken;
        return taken;
    }

    private void Collect()
    {
        if (_transfer.TryCollect(out int count))
        {
            _start = 0;
            _end = count;
        }
    }
}
